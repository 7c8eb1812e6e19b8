/** What other contexts read of accounts. */
export { IdempotencyKeyRepository, type IdempotentRequest } from './idempotency-keys.js';
export { UserRepository } from './users.js';
