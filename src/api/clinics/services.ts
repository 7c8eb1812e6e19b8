import type { changeClinic, readClinic } from '../../usecases/clinics/clinic-details.js';
import type { changePaymentSettings, readPaymentSettings } from '../../usecases/clinics/payment-settings.js';
import type { changeClinicPolicies, readClinicPolicies } from '../../usecases/clinics/policies.js';

declare module '../http/services.js' {
  interface Services {
    readonly clinics: ClinicServices;
  }
}

export interface ClinicServices {
  readonly read: ReturnType<typeof readClinic>;
  readonly change: ReturnType<typeof changeClinic>;
  readonly readPaymentSettings: ReturnType<typeof readPaymentSettings>;
  readonly changePaymentSettings: ReturnType<typeof changePaymentSettings>;
  readonly readPolicies: ReturnType<typeof readClinicPolicies>;
  readonly changePolicies: ReturnType<typeof changeClinicPolicies>;
}
