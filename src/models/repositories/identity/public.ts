/** What other contexts may import of these rows. */
export { IdempotencyKeyRepository, type IdempotentRequest } from './idempotency-keys.js';
export { UserRepository } from './users.js';
