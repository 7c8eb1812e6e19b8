import type { breakGlass } from '../../usecases/patients/break-glass.js';
import type { readPatient } from '../../usecases/patients/read-patient.js';
import type { registerPatient } from '../../usecases/patients/register-patient.js';
import type { revealIdentifier } from '../../usecases/patients/reveal-identifier.js';
import type { listBreakGlass, reviewBreakGlass } from '../../usecases/patients/review-break-glass.js';
import type { searchPatients } from '../../usecases/patients/search-patients.js';

declare module '../http/services.js' {
  interface Services {
    readonly patients: PatientServices;
  }
}

export interface PatientServices {
  readonly search: ReturnType<typeof searchPatients>;
  readonly read: ReturnType<typeof readPatient>;
  readonly register: ReturnType<typeof registerPatient>;
  readonly reveal: ReturnType<typeof revealIdentifier>;
  readonly breakGlass: ReturnType<typeof breakGlass>;
  readonly listBreakGlass: ReturnType<typeof listBreakGlass>;
  readonly reviewBreakGlass: ReturnType<typeof reviewBreakGlass>;
}
