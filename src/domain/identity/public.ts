/** What other contexts may import of these rules. */
export { emailKey } from './email.js';
export { isLatinName, nameProblem } from './names.js';
export { addressLines, postalLines } from './postal-address.js';
export type { PostalAddress } from './profile-documents.js';
