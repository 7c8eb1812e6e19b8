/** What other contexts take in about people. */
export type { AddressDto } from './requests.js';
