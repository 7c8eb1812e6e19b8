import { randomUUID } from 'node:crypto';
import type { CatalogueContent } from '../../../src/domain/catalogue/product.js';

type Rows = (text: string, values: readonly unknown[]) => Promise<unknown>;

/** An oil of category 1, as its supplier's list describes it. */
export function aProduct(changes: Partial<CatalogueContent> = {}): CatalogueContent {
  return {
    productCode: 'BT-ORAL-0002',
    productName: 'Botanitech Banksia Mint 2',
    brandName: null,
    genericName: 'medicinal cannabis',
    description: null,
    strength: 'THC 1.0 mg/mL : CBD 99.0 mg/mL',
    thc: 1,
    cbd: 99,
    thcBound: 'exact',
    cbdBound: 'exact',
    strengthUnit: 'mg/mL',
    activeIngredients: [],
    doseForm: 'oral_liquid',
    pack: { size: 30, unit: 'mL', text: '30 mL' },
    artgNo: null,
    gtin: null,
    category: 'Category 1',
    tgaCategory: 1,
    accessMechanism: 'SAS-B',
    poisonSchedule: 'S4',
    strainType: null,
    cultivar: null,
    terpenes: null,
    wholesalePrice: 21_002,
    retailPrice: 28_353,
    stockQuantity: 1_000,
    stockStatus: 'in_stock',
    currency: 'aud',
    pricePerMg: '0.0700',
    pricePerUnit: '7.0007',
    priceNote: null,
    ...changes,
  };
}

/** Stores a product of a clinic, with the import that it came with; its id. */
export async function storeProduct(
  rows: Rows,
  { clinicId, supplier = 'botanitech' }: { readonly clinicId: string; readonly supplier?: string },
  content: CatalogueContent = aProduct(),
): Promise<string> {
  const [importId, id] = [randomUUID(), randomUUID()];
  await rows(
    `insert into supplier_imports (id, clinic_id, supplier, state, mode, source, file_name, file_sha256, file_size, document, created_at, updated_at)
     values ($1, $2, $3, 'applied', 'apply', 'shell', 'list.csv', 'x', 1, 'x', now(), now())`,
    [importId, clinicId, supplier],
  );
  await rows(
    `insert into supplier_products (id, clinic_id, supplier, key, content, active, withdrawn, first_seen_at, last_updated, import_id, sheet, row)
     values ($1, $2, $3, $1::uuid::text, $4, true, false, now(), now(), $5, 'CSV', 2)`,
    [id, clinicId, supplier, JSON.stringify(content), importId],
  );
  return id;
}
