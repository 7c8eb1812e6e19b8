/** What other contexts read of messages. */

export { messageRecipient } from './notifications.js';
export type { MessagingScope } from './slice.js';
