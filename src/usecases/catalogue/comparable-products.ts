import type { ComparedProduct } from '../../domain/catalogue/compare/compare-products.js';
import { stockStatusOf } from '../../domain/catalogue/stock-status.js';
import type { ComparableRow } from '../../models/repositories/catalogue/supplier-products.js';

/** The suppliers that a clinic knows, by their keys. */
type KnownSuppliers = ReadonlyMap<string, { readonly supplierName: string }>;

/** Products as they are compared: with the company behind each, and with what their stock is for this clinic. */
export function comparableProducts(rows: readonly ComparableRow[], known: KnownSuppliers): readonly ComparedProduct[] {
  return rows.map(({ id, supplier, content, reorderLevel }) => ({
    ...{ id, supplier, content, supplierName: supplierNameOf(supplier, known) },
    stockStatus: stockStatusOf(content, reorderLevel),
  }));
}

/** The company behind a supplier's key; the key itself where the clinic has no such mapping any more. */
export function supplierNameOf(supplier: string, known: KnownSuppliers): string {
  return known.get(supplier)?.supplierName ?? supplier;
}
