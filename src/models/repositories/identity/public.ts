/** What other contexts read of accounts. */
export { IdempotencyKeyRepository, type IdempotentRequest } from './idempotency-keys.js';
export { SessionRepository } from './sessions.js';
export type { IdentityScope } from './slice.js';
export { UserRepository } from './users.js';
