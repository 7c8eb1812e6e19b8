/** What other contexts read of messages. */

export { type MailedDelivery, messageRecipient } from './notifications.js';
export type { MessagingScope } from './slice.js';
