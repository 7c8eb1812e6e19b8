import { invalid, notFound } from '../../domain/errors.js';
import type { PrescribedItem } from '../../domain/prescriptions/item.js';
import type { OfferedProduct } from '../../domain/prescriptions/products/product.js';
import { productAsMedicine } from '../../domain/prescriptions/products/product-as-medicine.js';
import { cannabisOfProduct } from '../../domain/prescriptions/products/product-ingredients.js';
import type { PrescriptionRequest, RequestedItem, RequestedProduct } from '../../domain/prescriptions/request.js';
import type { PrescribingScope, ReadingCase } from './prescribing-deps.js';

/** A medicine, and the row of the formulary that it is prescribed from; null for a product of a supplier. */
export type FoundItem = PrescribedItem & { readonly rowId: string | null };

/**
 * What a request names, as formulary and catalogue have it now: the items of the formulary first, the products of suppliers after them.
 * @throws DomainError validation_failed for an item that the formulary does not have; not_found for a product that is none of the clinic's
 */
export async function foundItems(
  reading: ReadingCase,
  clinicId: string,
  { items, products = [] }: PrescriptionRequest,
): Promise<readonly FoundItem[]> {
  const [drugs, offered] = await Promise.all([
    drugItems(reading.scope, clinicId, items),
    products.length === 0 ? [] : productItems(reading, clinicId, products),
  ]);
  return [...drugs, ...offered];
}

async function drugItems(
  scope: PrescribingScope,
  clinicId: string,
  wanted: readonly RequestedItem[],
): Promise<readonly FoundItem[]> {
  const drugs = await Promise.all(wanted.map(({ drugId }) => scope.drugs.find(drugId, clinicId)));
  return wanted.map(({ drugId: _drugId, ...item }, at) => {
    const drug = drugs[at];
    if (!drug) throw invalid(`prescribed_drugs.${at}.drug`, 'The formulary has no such item.');
    return { ...item, drug, product: null, rowId: drug.rowId };
  });
}

async function productItems(
  { scope, mappings }: ReadingCase,
  clinicId: string,
  wanted: readonly RequestedProduct[],
): Promise<readonly FoundItem[]> {
  const ids = [...new Set(wanted.map(({ productId }) => productId))];
  const [found, known] = await Promise.all([scope.supplierProducts.listHeld(ids, clinicId), mappings(scope, clinicId)]);
  return wanted.map((asked) => {
    const product = found.get(asked.productId);
    if (!product) throw notFound('Product');
    const supplierName = known.get(product.supplier)?.supplierName ?? product.supplier;
    return productItem({ ...product, supplierName }, asked);
  });
}

function productItem(offered: OfferedProduct, asked: RequestedProduct): FoundItem {
  const { id, supplier, supplierName, content } = offered;
  const { quantity, repeats, repeatIntervalDays, authorityCode, approvalId, approvalNumber } = asked;
  return {
    ...{ quantity, repeats, repeatIntervalDays, authorityCode },
    drug: productAsMedicine(offered),
    product: {
      ...{ id, supplier, supplierName, content, cannabis: cannabisOfProduct(content) },
      approval: { id: approvalId, number: approvalNumber },
    },
    directions: `${asked.dosage}\n${asked.instructions}`,
    ...{ quantityUnit: null, dose: null, streamlinedCode: null, noSubstitution: false, rowId: null },
  };
}
