import type { auditNumbers } from '../../usecases/prescriptions/audit-numbers.js';
import type { readRegister } from '../../usecases/prescriptions/read-register.js';

declare module '../http/services.js' {
  interface Services {
    readonly prescriptionRegisters: RegisterServices;
  }
}

export interface RegisterServices {
  readonly read: ReturnType<typeof readRegister>;
  readonly numbers: ReturnType<typeof auditNumbers>;
}
