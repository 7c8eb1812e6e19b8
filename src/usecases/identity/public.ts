/** What other contexts do with accounts and sessions. */
export { authenticateCodec } from './authenticate.js';
export type { SignedIn } from './issue-tokens.js';
export type { LogIn } from './log-in.js';
