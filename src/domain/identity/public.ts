/** What other contexts know of people: their names and addresses. */
export { claimedName, mayBeClaimedBy } from './claimed-name.js';
export { emailKey } from './email.js';
export { isLatinName, nameProblem } from './names.js';
export { addressLines, postalLines } from './postal-address.js';
export type { PostalAddress } from './profile-documents.js';
