import type { activateMembership } from '../../usecases/identity/activate-membership.js';
import type {
  askForEmailChange,
  askForPasswordReset,
  resendVerification,
} from '../../usecases/identity/ask-for-link.js';
import type { authenticate } from '../../usecases/identity/authenticate.js';
import type { changePassword } from '../../usecases/identity/change-password.js';
import type { disableSecondFactors, renewRecoveryCodes } from '../../usecases/identity/change-second-factors.js';
import type { completeSignIn, readMfaToken } from '../../usecases/identity/complete-sign-in.js';
import type { giveConsent, listConsents, withdrawConsent } from '../../usecases/identity/consents.js';
import type { endOtherSessions } from '../../usecases/identity/end-other-sessions.js';
import type { exchangeSignInCode } from '../../usecases/identity/exchange-sign-in-code.js';
import type { finishGoogleSignIn } from '../../usecases/identity/finish-google-sign-in.js';
import type { joinClinic } from '../../usecases/identity/join-clinic.js';
import type { listIdentities, unlinkIdentity } from '../../usecases/identity/linked-identities.js';
import type { listMemberships } from '../../usecases/identity/list-memberships.js';
import type { listSessions } from '../../usecases/identity/list-sessions.js';
import type { listSignIns } from '../../usecases/identity/list-sign-ins.js';
import type { logIn } from '../../usecases/identity/log-in.js';
import type { logOut } from '../../usecases/identity/log-out.js';
import type { readProfile } from '../../usecases/identity/read-profile.js';
import type { readSecondFactors } from '../../usecases/identity/read-second-factors.js';
import type { reauthenticate } from '../../usecases/identity/reauthenticate.js';
import type { refreshTokens } from '../../usecases/identity/refresh-tokens.js';
import type { registerUser } from '../../usecases/identity/register-user.js';
import type { resetPassword } from '../../usecases/identity/reset-password.js';
import type { resetSecondFactors } from '../../usecases/identity/reset-second-factors.js';
import type { revokeSession } from '../../usecases/identity/revoke-session.js';
import type {
  authenticateSetUp,
  confirmSecondFactor,
  setUpSecondFactor,
} from '../../usecases/identity/set-up-second-factor.js';
import type { startGoogleLink, startGoogleSignIn } from '../../usecases/identity/start-google-sign-in.js';
import type { understandRegistration } from '../../usecases/identity/understand-registration.js';
import type { undoEmailChange } from '../../usecases/identity/undo-email-change.js';
import type { updateProfile } from '../../usecases/identity/update-profile.js';
import type { verifyEmail } from '../../usecases/identity/verify-email.js';

declare module '../http/services.js' {
  interface Services {
    readonly users: UserServices;
    readonly consents: ConsentServices;
  }
}

/** What patients have accepted. */
export interface ConsentServices {
  readonly list: ReturnType<typeof listConsents>;
  readonly give: ReturnType<typeof giveConsent>;
  readonly withdraw: ReturnType<typeof withdrawConsent>;
}

export interface UserServices {
  readonly authenticate: ReturnType<typeof authenticate>;
  readonly register: ReturnType<typeof registerUser>;
  readonly understandRegistration: ReturnType<typeof understandRegistration>;
  readonly logIn: ReturnType<typeof logIn>;
  readonly refresh: ReturnType<typeof refreshTokens>;
  readonly logOut: ReturnType<typeof logOut>;
  readonly endOtherSessions: ReturnType<typeof endOtherSessions>;
  readonly reauthenticate: ReturnType<typeof reauthenticate>;
  readonly verifyEmail: ReturnType<typeof verifyEmail>;
  readonly resendVerification: ReturnType<typeof resendVerification>;
  readonly askForPasswordReset: ReturnType<typeof askForPasswordReset>;
  readonly resetPassword: ReturnType<typeof resetPassword>;
  readonly askForEmailChange: ReturnType<typeof askForEmailChange>;
  readonly undoEmailChange: ReturnType<typeof undoEmailChange>;
  readonly readProfile: ReturnType<typeof readProfile>;
  readonly updateProfile: ReturnType<typeof updateProfile>;
  readonly listSessions: ReturnType<typeof listSessions>;
  readonly revokeSession: ReturnType<typeof revokeSession>;
  readonly listMemberships: ReturnType<typeof listMemberships>;
  readonly joinClinic: ReturnType<typeof joinClinic>;
  readonly activateMembership: ReturnType<typeof activateMembership>;
  readonly changePassword: ReturnType<typeof changePassword>;
  readonly readMfaToken: ReturnType<typeof readMfaToken>;
  readonly completeSignIn: ReturnType<typeof completeSignIn>;
  readonly authenticateSetUp: ReturnType<typeof authenticateSetUp>;
  readonly readSecondFactors: ReturnType<typeof readSecondFactors>;
  readonly setUpSecondFactor: ReturnType<typeof setUpSecondFactor>;
  readonly confirmSecondFactor: ReturnType<typeof confirmSecondFactor>;
  readonly renewRecoveryCodes: ReturnType<typeof renewRecoveryCodes>;
  readonly disableSecondFactors: ReturnType<typeof disableSecondFactors>;
  readonly resetSecondFactors: ReturnType<typeof resetSecondFactors>;
  readonly listSignIns: ReturnType<typeof listSignIns>;
  readonly startGoogleSignIn: ReturnType<typeof startGoogleSignIn>;
  readonly startGoogleLink: ReturnType<typeof startGoogleLink>;
  readonly finishGoogleSignIn: ReturnType<typeof finishGoogleSignIn>;
  readonly exchangeSignInCode: ReturnType<typeof exchangeSignInCode>;
  readonly listIdentities: ReturnType<typeof listIdentities>;
  readonly unlinkIdentity: ReturnType<typeof unlinkIdentity>;
}
