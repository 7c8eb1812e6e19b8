import type { PatientServices } from '../api/patients/services.js';
import { patientsRepositories } from '../models/repositories/patients/slice.js';
import { breakGlass } from '../usecases/patients/break-glass.js';
import { readPatient } from '../usecases/patients/read-patient.js';
import { registerPatient } from '../usecases/patients/register-patient.js';
import { revealIdentifier } from '../usecases/patients/reveal-identifier.js';
import { listBreakGlass, reviewBreakGlass } from '../usecases/patients/review-break-glass.js';
import { searchPatients } from '../usecases/patients/search-patients.js';
import type { Core } from './core.js';
import { accountDeps } from './identity.js';
import type { Manifest } from './manifest.js';

/** The patients of a clinic as its staff sees them. */
export const patients = {
  repositories: patientsRepositories,
  services: (core: Core) => ({ patients: patientServices(core) }),
} satisfies Manifest;

function patientServices(core: Core): PatientServices {
  const deps = { ...core, ...accountDeps(core) };
  return {
    search: searchPatients(core),
    read: readPatient(core),
    register: registerPatient(deps),
    reveal: revealIdentifier(core),
    breakGlass: breakGlass(deps),
    listBreakGlass: listBreakGlass(core),
    reviewBreakGlass: reviewBreakGlass(core),
  };
}
