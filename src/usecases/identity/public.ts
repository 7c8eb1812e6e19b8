/** What other contexts do with accounts and sessions. */
export { authenticateCodec } from './authenticate.js';
