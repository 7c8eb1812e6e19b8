/** What other contexts know of messages: their calendar entries and what became of them. */
export { buildCalendar } from './calendar.js';
export { type DeliveryOutcome, type DeliveryState, deliveryNote, NO_SMS_GATEWAY } from './deliveries.js';
export type { MessageKind } from './kinds.js';
export type { MessageInput } from './message-input.js';
