/** What other contexts know of people: their names and addresses. */
export { LINK_LIVES_MS, type LinkPurpose } from './account-mails.js';
export type { ApiKeyScope } from './api-keys.js';
export { claimedName, mayBeClaimedBy } from './claimed-name.js';
export { emailKey, parseEmail } from './email.js';
export { checkIdentifier } from './identifiers.js';
export { isLatinName, nameProblem, nameProblems } from './names.js';
export { addressLines, postalLines } from './postal-address.js';
export {
  type DoctorDocument,
  EMPTY_PATIENT,
  type EmergencyContact,
  ninShown,
  type Patch,
  type PatientDocument,
  type PostalAddress,
} from './profile-documents.js';
export { changePatient, latestDay, withVerifiedNin } from './profile-rules.js';
export { type Meanings, meaningsOf, nameTerms, nameWords, type SearchTerm } from './search-terms.js';
export type { SessionRules } from './sessions.js';
export {
  type DoctorStanding,
  NO_AUTHORITY,
  type PrescribingAuthority,
  practiceProblem,
  type VerificationStatus,
} from './verification.js';
