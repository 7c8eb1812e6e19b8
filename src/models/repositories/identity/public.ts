/** What other contexts read of accounts. */
export { accountMailRecipient } from './account-mails.js';
export { actsAt } from './acting-members.js';
export type { AuditRow } from './audit-log.js';
export { ofPractisingDoctor } from './doctor-standings.js';
export { IdempotencyKeyRepository, type IdempotentRequest } from './idempotency-keys.js';
export { type Membership, MembershipRepository } from './memberships.js';
export { searchTokens } from './patient-search-tokens.js';
export { SessionRepository } from './sessions.js';
export { type IdentityScope, identityRepositories } from './slice.js';
export { openedName, type SealedName, type SignInFacts, type UserRecord } from './users.js';
