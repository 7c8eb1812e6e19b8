/** What other contexts ask about clinics. */
export { listedSpan } from './clinic-spans.js';
