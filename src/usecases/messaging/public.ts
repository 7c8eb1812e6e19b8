/** What other contexts send messages with. */
export { identify, type SendDeps, sendClaimed } from './send-claimed.js';
