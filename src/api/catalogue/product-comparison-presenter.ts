import type { BestPrice, ComparedProduct, ProductComparison } from '../../domain/catalogue/compare/compare-products.js';
import { toDecimal } from '../../domain/money.js';
import type {
  BestPriceView,
  ComparedSupplier,
  ProductAlternative,
  ProductComparisons,
  ProductComparisonView,
} from './product-comparison-responses.js';

export function comparisonsView(groups: readonly ProductComparison[]): ProductComparisons {
  return { product_comparison: groups.map(comparisonView) };
}

function comparisonView({ genericName, match, products, best }: ProductComparison): ProductComparisonView {
  const { doseForm, thc, cbd, strengthUnit, reasons } = match;
  return {
    generic_name: genericName,
    match: { dose_form: doseForm, thc, cbd, strength_unit: strengthUnit, reasons: [...reasons] },
    suppliers: products.map(comparedView),
    best_price: best && bestView(best),
  };
}

export function alternativeView({
  id,
  supplier,
  supplierName,
  content,
  stockStatus,
}: ComparedProduct): ProductAlternative {
  return {
    product_id: id,
    supplier,
    supplier_name: supplierName,
    product_code: content.productCode,
    product_name: content.productName,
    pack: content.pack && { ...content.pack },
    price: toDecimal(content.wholesalePrice),
    price_per_mg: content.pricePerMg,
    price_per_unit: content.pricePerUnit,
    stock_quantity: content.stockQuantity,
    stock_status: stockStatus,
  };
}

function comparedView({ id, supplier, supplierName, content, stockStatus }: ComparedProduct): ComparedSupplier {
  return {
    name: supplierName,
    supplier,
    product_id: id,
    code: content.productCode,
    product_name: content.productName,
    pack: content.pack && { ...content.pack },
    price: toDecimal(content.wholesalePrice),
    price_per_mg: content.pricePerMg,
    price_per_unit: content.pricePerUnit,
    stock: content.stockQuantity,
    stock_status: stockStatus,
  };
}

function bestView({ product: { id, supplier, content }, savings }: BestPrice): BestPriceView {
  return {
    supplier,
    product_id: id,
    price: toDecimal(content.wholesalePrice),
    price_per_mg: content.pricePerMg,
    savings: toDecimal(savings),
  };
}
