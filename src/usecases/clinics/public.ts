/** What other contexts may import of these use cases. */
export { listedSpan } from './clinic-spans.js';
