import type { readVerification, readVerificationHistory } from '../../usecases/identity/read-verification.js';
import type { recordVerification } from '../../usecases/identity/record-verification.js';

declare module '../http/services.js' {
  interface Services {
    readonly verifications: VerificationServices;
  }
}

export interface VerificationServices {
  readonly read: ReturnType<typeof readVerification>;
  readonly history: ReturnType<typeof readVerificationHistory>;
  readonly record: ReturnType<typeof recordVerification>;
}
