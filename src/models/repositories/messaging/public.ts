/** What other contexts read of messages. */
export type { MessagingScope } from './slice.js';
