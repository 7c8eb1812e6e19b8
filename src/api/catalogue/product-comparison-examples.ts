import type { ProductComparisons } from './product-comparison-responses.js';

export const PRODUCT_COMPARISONS: ProductComparisons = {
  product_comparison: [
    {
      generic_name: 'medicinal cannabis',
      match: {
        dose_form: 'oral_liquid',
        thc: 10,
        cbd: 15,
        strength_unit: 'mg/mL',
        reasons: ['The same dose form: oral liquid.', 'THC 10 and CBD 15 mg/mL, to one decimal.'],
      },
      suppliers: [
        {
          name: 'Cann Group Limited',
          supplier: 'botanitech',
          product_id: '5d6e7f8a-9b0c-4d3e-8f10-3b0f4a527c1d',
          code: 'BT-ORAL-0001',
          product_name: 'Blue Quoll 1',
          pack: { size: 30, unit: 'mL', text: '30 mL' },
          price: '75.00',
          price_per_mg: '0.1000',
          price_per_unit: '2.5000',
          stock: 40,
          stock_status: 'in_stock',
        },
        {
          name: 'Alma',
          supplier: 'alma',
          product_id: '7c1d8e9f-a0b1-42d3-84f5-a6b73b0f4a52',
          code: null,
          product_name: 'Saltbush',
          pack: { size: 30, unit: 'mL', text: '30 mL' },
          price: '90.00',
          price_per_mg: '0.1200',
          price_per_unit: '3.0000',
          stock: null,
          stock_status: 'low',
        },
      ],
      best_price: {
        supplier: 'botanitech',
        product_id: '5d6e7f8a-9b0c-4d3e-8f10-3b0f4a527c1d',
        price: '75.00',
        price_per_mg: '0.1000',
        savings: '15.00',
      },
    },
  ],
};
