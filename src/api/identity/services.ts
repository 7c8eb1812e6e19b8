import type { authenticate } from '../../usecases/identity/authenticate.js';
import type { changePassword } from '../../usecases/identity/change-password.js';
import type { listSessions } from '../../usecases/identity/list-sessions.js';
import type { logIn } from '../../usecases/identity/log-in.js';
import type { logOut } from '../../usecases/identity/log-out.js';
import type { readProfile } from '../../usecases/identity/read-profile.js';
import type { refreshTokens } from '../../usecases/identity/refresh-tokens.js';
import type { registerUser } from '../../usecases/identity/register-user.js';
import type { revokeSession } from '../../usecases/identity/revoke-session.js';
import type { understandRegistration } from '../../usecases/identity/understand-registration.js';
import type { updateProfile } from '../../usecases/identity/update-profile.js';

declare module '../http/services.js' {
  interface Services {
    readonly users: UserServices;
  }
}

export interface UserServices {
  readonly authenticate: ReturnType<typeof authenticate>;
  readonly register: ReturnType<typeof registerUser>;
  readonly understandRegistration: ReturnType<typeof understandRegistration>;
  readonly logIn: ReturnType<typeof logIn>;
  readonly refresh: ReturnType<typeof refreshTokens>;
  readonly logOut: ReturnType<typeof logOut>;
  readonly readProfile: ReturnType<typeof readProfile>;
  readonly updateProfile: ReturnType<typeof updateProfile>;
  readonly listSessions: ReturnType<typeof listSessions>;
  readonly revokeSession: ReturnType<typeof revokeSession>;
  readonly changePassword: ReturnType<typeof changePassword>;
}
