/** What the app shows of prescriptions beside the API. */
export { registerVerifyPages } from './verify-pages.js';
