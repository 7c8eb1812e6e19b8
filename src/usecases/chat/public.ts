/** What other contexts do with a chat room. */
export { moveRoom, roomOf } from './follow-visit.js';
