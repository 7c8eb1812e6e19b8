/** What other contexts may import of these answers. */
export type { AddressDto } from './requests.js';
