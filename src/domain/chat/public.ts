/** What other contexts know of chat. */

export { NO_RAW_SOCKET } from './live.js';
export type { RoomStatus } from './rooms.js';
