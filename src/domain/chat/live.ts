/** Where chat is live: a namespace of socket.io. */
export const CHAT_NAMESPACE = '/chat';

/** For whoever tries a WebSocket of another kind. */
export const NO_RAW_SOCKET = `There is no raw WebSocket here: connect with socket.io at /socket.io, namespace ${CHAT_NAMESPACE}.`;
