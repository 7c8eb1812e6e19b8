/** What other contexts do with accounts and sessions. */
export { assertConsents } from './accept-documents.js';
export { type AccountMailDeps, addAccountMail, sendAccountMail } from './account-mail.js';
export { authenticateCodec } from './authenticate.js';
export { type PasswordChoiceDeps, passwordChoiceProblem } from './choose-password.js';
export { claimIdentifiers } from './claim-identifiers.js';
export type { CompleteSignIn } from './complete-sign-in.js';
export { flagVisits } from './flag-visits.js';
export type { SignedIn } from './issue-tokens.js';
export type { Admit, LogIn } from './log-in.js';
export { openAccount } from './pending-registration.js';
export { assertTakesPatients } from './person-rules.js';
export { assertPractising, practiceProblemOf } from './practising-doctor.js';
export { assertFresh, assertFreshFactor } from './reauthenticate.js';
export type { SecondFactorAsked } from './second-factor-rules.js';
export type { SessionCache } from './session-cache.js';
export { tokenInvalid } from './verify-email.js';
