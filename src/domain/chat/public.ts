/** What other contexts know of chat. */
export type { RoomStatus } from './rooms.js';
