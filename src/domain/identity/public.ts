/** What other contexts know of people: their names and addresses. */
export { emailKey } from './email.js';
export { isLatinName, nameProblem } from './names.js';
export { addressLines, postalLines } from './postal-address.js';
export type { PostalAddress } from './profile-documents.js';
