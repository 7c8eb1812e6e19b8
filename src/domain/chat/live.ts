import type { Permission } from '../permissions.js';

/** Where chat is live: a namespace of socket.io. */
export const CHAT_NAMESPACE = '/chat';

/**
 * The events that clients send, with the permission that each needs; null: whoever is connected. Which room it may be about
 * is judged by the use case, as for the routes.
 */
export const CLIENT_EVENTS = {
  'room:join': 'chat:use',
  'room:leave': 'chat:use',
  'message:send': 'chat:use',
  'message:edit': 'chat:use',
  'message:delete': 'chat:use',
  'message:read': 'chat:use',
  typing: 'chat:use',
  'session:renew': null,
} as const satisfies Readonly<Record<string, Permission | null>>;

export type ClientEvent = keyof typeof CLIENT_EVENTS;

/** For whoever tries a WebSocket of another kind. */
export const NO_RAW_SOCKET = `There is no raw WebSocket here: connect with socket.io at /socket.io, namespace ${CHAT_NAMESPACE}.`;
