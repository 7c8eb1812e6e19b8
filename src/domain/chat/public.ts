/** What other contexts know of chat. */

export { countsForVisit } from './attendance.js';
export { NO_RAW_SOCKET } from './live.js';
export type { ChatRole, RoomStatus } from './rooms.js';
