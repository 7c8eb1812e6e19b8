/** What the HTTP surface serves of clinics beside the controllers. */
export { registerLegalPages } from './legal-pages.js';
