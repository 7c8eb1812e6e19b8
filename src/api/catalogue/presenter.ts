import type { CatalogueContent } from '../../domain/catalogue/product.js';
import { stockStatusOf } from '../../domain/catalogue/stock-status.js';
import { toDecimal } from '../../domain/money.js';
import type { NamedProduct, ProductDetails } from '../../usecases/catalogue/read-products.js';
import { alternativeView } from './product-comparison-presenter.js';
import type { ProductContentView, SupplierProductDetails, SupplierProductView } from './responses.js';

export function contentView(content: CatalogueContent): ProductContentView {
  const wholesale = toDecimal(content.wholesalePrice);
  return {
    brand_name: content.brandName,
    product_name: content.productName,
    product_code: content.productCode,
    generic_name: content.genericName,
    description: content.description,
    strength: content.strength,
    thc: content.thc,
    cbd: content.cbd,
    thc_bound: content.thcBound,
    cbd_bound: content.cbdBound,
    strength_unit: content.strengthUnit,
    active_ingredients: [...content.activeIngredients],
    dose_form: content.doseForm,
    pack: content.pack && { ...content.pack },
    artg_no: content.artgNo,
    gtin: content.gtin,
    category: content.category,
    tga_category: content.tgaCategory,
    access_mechanism: content.accessMechanism,
    poison_schedule: content.poisonSchedule,
    strain_type: content.strainType,
    cultivar: content.cultivar,
    terpenes: content.terpenes,
    price: wholesale,
    wholesale_price: wholesale,
    retail_price: content.retailPrice === null ? null : toDecimal(content.retailPrice),
    currency: content.currency,
    price_per_mg: content.pricePerMg,
    price_per_unit: content.pricePerUnit,
    price_note: content.priceNote,
    stock_quantity: content.stockQuantity,
  };
}

export function productView(product: NamedProduct): SupplierProductView {
  const { id, supplier, supplierName, content, reorderLevel, active, importId, sheet, row } = product;
  return {
    id,
    supplier,
    supplier_name: supplierName,
    ...contentView(content),
    stock_status: stockStatusOf(content, reorderLevel),
    on_hand: product.onHand,
    reorder_level: reorderLevel,
    active,
    first_seen_at: product.firstSeenAt.toISOString(),
    last_seen_at: product.lastSeenAt.toISOString(),
    last_updated: product.lastUpdated.toISOString(),
    source: { import_id: importId, sheet, row },
  };
}

export function productDetails(product: ProductDetails): SupplierProductDetails {
  return {
    ...productView(product),
    raw: { ...product.raw },
    alternatives: product.alternatives.map(alternativeView),
    price_history: product.prices.map(({ at, importId, wholesalePrice, retailPrice, undone }) => ({
      at: at.toISOString(),
      import_id: importId,
      wholesale_price: toDecimal(wholesalePrice),
      retail_price: retailPrice === null ? null : toDecimal(retailPrice),
      undone,
    })),
    stock_history: product.stocks.map(({ at, importId, stockQuantity, stockStatus, undone }) => ({
      at: at.toISOString(),
      import_id: importId,
      stock_quantity: stockQuantity,
      stock_status: stockStatus,
      undone,
    })),
  };
}
