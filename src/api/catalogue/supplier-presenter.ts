import type { SupplierMapping } from '../../domain/catalogue/mappings/mapping.js';
import type { KnownSupplier } from '../../usecases/catalogue/list-suppliers.js';
import { supplierSourceView } from './source-presenter.js';
import type { MappedSheetsView, SupplierMappingView, SupplierView } from './supplier-responses.js';

export function supplierView({ key, mapping, version, standing, isStale, source }: KnownSupplier): SupplierView {
  return {
    key,
    supplier_name: mapping.supplierName,
    built_in: version === 0,
    update_frequency: mapping.updateFrequency,
    version,
    products_active: standing.productsActive,
    last_import_at: standing.lastImportAt?.toISOString() ?? null,
    effective_from: standing.effectiveFrom,
    stale: isStale,
    source: source && supplierSourceView(source),
  };
}

export function supplierMappingView(mapping: SupplierMapping): SupplierMappingView {
  const { brandName, orderEmail, sectionField, codePattern } = mapping;
  return {
    supplier_name: mapping.supplierName,
    ...(brandName === null ? {} : { brand_name: brandName }),
    formats: [...mapping.formats],
    currency: mapping.currency,
    price_basis: mapping.priceBasis,
    coverage: mapping.coverage,
    update_frequency: mapping.updateFrequency,
    lead_time: mapping.leadTime,
    ...(orderEmail === null ? {} : { order_email: orderEmail }),
    columns: Object.fromEntries(Object.entries(mapping.columns).map(([field, headings]) => [field, [...headings]])),
    ...(isEmpty(mapping.units) ? {} : { units: { ...mapping.units } }),
    ...(isEmpty(mapping.defaults) ? {} : { defaults: { ...mapping.defaults } }),
    ...sheetsMember(mapping.sheets),
    ...(sectionField === null ? {} : { section_field: sectionField }),
    ...(codePattern === null ? {} : { code_pattern: codePattern }),
    ...(isEmpty(mapping.stockWords) ? {} : { stock_words: { ...mapping.stockWords } }),
    hidden_rows: mapping.hiddenRows,
  };
}

function sheetsMember({ include, exclude, defaults }: SupplierMapping['sheets']): {
  readonly sheets?: MappedSheetsView;
} {
  const sheets = {
    ...(include.length === 0 ? {} : { include: [...include] }),
    ...(exclude.length === 0 ? {} : { exclude: [...exclude] }),
    ...(isEmpty(defaults) ? {} : { defaults: { ...defaults } }),
  };
  return isEmpty(sheets) ? {} : { sheets };
}

function isEmpty(members: object): boolean {
  return Object.keys(members).length === 0;
}
