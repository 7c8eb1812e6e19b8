/** What other contexts may import of these rules. */
export { isLatinName, nameProblem } from './names.js';
export { addressLines, postalLines } from './postal-address.js';
export type { PostalAddress } from './profile-documents.js';
