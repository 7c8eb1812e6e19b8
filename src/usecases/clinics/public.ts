/** What other contexts ask about clinics. */
export { clinicSpans, listedSpan } from './clinic-spans.js';
