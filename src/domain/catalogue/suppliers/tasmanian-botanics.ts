/** Tasmanian Botanics: the strength stands in the active ingredients. */
export const tasmanianBotanics = {
  supplier_name: 'Tasmanian Botanics',
  brand_name: 'Tasmanian Botanics',
  formats: ['xlsx'],
  currency: 'aud',
  price_basis: 'ex_gst',
  coverage: 'full',
  update_frequency: 'monthly',
  lead_time: '10d',
  columns: {
    product_code: ['Code', 'Product code', 'Item code'],
    product_name: ['Product', 'Product name'],
    active_ingredients: ['Active ingredients', 'Active ingredient', 'Actives'],
    dose_form: ['Dosage form', 'Dose form', 'Form'],
    pack: ['Volume', 'Pack size', 'Size'],
    category: ['Category', 'TGA Category'],
    poison_schedule: ['Poisons schedule', 'Poison schedule', 'Schedule'],
    wholesale_price: ['Wholesale $', 'Wholesale', 'Wholesale price'],
    retail_price: ['RRP $', 'RRP', 'Retail price'],
    stock_quantity: ['Stock level', 'Stock', 'Stock on hand'],
  },
  code_pattern: '^TB[0-9]{3,8}$',
};
