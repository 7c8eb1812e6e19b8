/** What other contexts know of suppliers' products: what a list says of one, and by what it is linked to a medicine. */
export { doseFormOf } from './dose-form-of.js';
export { linkKeysOf } from './links.js';
export type { CatalogueContent, DoseForm, ProductSchedule, StockStatus, TgaCategory } from './product.js';
export { stockStatusOf } from './stock-status.js';
