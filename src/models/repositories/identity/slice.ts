import type { Binding, ScopeOf } from '../../scope.js';
import { AccountMailRepository } from './account-mails.js';
import { ApiKeyRepository } from './api-keys.js';
import { AuditLogRepository } from './audit-log.js';
import { ConsentRepository } from './consents.js';
import { DeviceRepository } from './devices.js';
import { DoctorStandingRepository } from './doctor-standings.js';
import { DoctorVerificationRepository } from './doctor-verifications.js';
import { MembershipRepository } from './memberships.js';
import { MfaChallengeRepository } from './mfa-challenges.js';
import { OauthFlowRepository } from './oauth-flows.js';
import { OauthIdentityRepository } from './oauth-identities.js';
import { OneTimeTokenRepository } from './one-time-tokens.js';
import { PasswordHistoryRepository } from './password-history.js';
import { ProfessionalIdentifierRepository } from './professional-identifiers.js';
import { SecondFactorRepository } from './second-factors.js';
import { SessionRepository } from './sessions.js';
import { SignInRepository } from './sign-ins.js';
import { UserRepository } from './users.js';
import { VisitObstacleRepository } from './visit-obstacles.js';

/** What this context adds to a transaction's scope. */
export const identityRepositories = {
  apiKeys: ({ db }: Binding) => new ApiKeyRepository(db),
  auditLog: ({ db, keys }: Binding) => new AuditLogRepository(db, keys),
  accountMails: ({ db, keys }: Binding) => new AccountMailRepository(db, keys),
  consents: ({ db }: Binding) => new ConsentRepository(db),
  devices: ({ db, keys }: Binding) => new DeviceRepository(db, keys),
  doctorStandings: ({ db }: Binding) => new DoctorStandingRepository(db),
  doctorVerifications: ({ db, keys }: Binding) => new DoctorVerificationRepository(db, keys),
  mfaChallenges: ({ db, keys }: Binding) => new MfaChallengeRepository(db, keys),
  oauthFlows: ({ db, keys }: Binding) => new OauthFlowRepository(db, keys),
  oauthIdentities: ({ db, keys }: Binding) => new OauthIdentityRepository(db, keys),
  oneTimeTokens: ({ db, keys }: Binding) => new OneTimeTokenRepository(db, keys),
  passwordHistory: ({ db }: Binding) => new PasswordHistoryRepository(db),
  memberships: ({ db, keys }: Binding) => new MembershipRepository(db, keys),
  professionalIdentifiers: ({ db, keys }: Binding) => new ProfessionalIdentifierRepository(db, keys),
  secondFactors: ({ db, keys }: Binding) => new SecondFactorRepository(db, keys),
  sessions: ({ db }: Binding) => new SessionRepository(db),
  signIns: ({ db }: Binding) => new SignInRepository(db),
  users: ({ db, keys }: Binding) => new UserRepository(db, keys),
  visitObstacles: ({ db }: Binding) => new VisitObstacleRepository(db),
};

export type IdentityScope = ScopeOf<typeof identityRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends IdentityScope {}
}
