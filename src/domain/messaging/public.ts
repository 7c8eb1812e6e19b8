/** What other contexts know of messages: their calendar entries and what became of them. */
export { buildCalendar } from './calendar.js';
export { type DeliveryOutcome, type DeliveryState, deliveryNote } from './deliveries.js';
