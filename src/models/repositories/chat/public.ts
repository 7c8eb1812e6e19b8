/** What other contexts touch of chat. */
export { RoomMarks } from './room-marks.js';
export { type ChatScope, chatRepositories } from './slice.js';
