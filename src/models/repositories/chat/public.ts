/** What other contexts touch of chat. */
export { type ChatScope, chatRepositories } from './slice.js';
