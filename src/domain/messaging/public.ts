/** What other contexts may import of these rules. */
export { buildCalendar } from './calendar.js';
export { type DeliveryOutcome, type DeliveryState, deliveryNote } from './deliveries.js';
