import type { Binding, ScopeOf } from '../../scope.js';
import { BreakGlassRepository } from './break-glass.js';
import { PatientRepository } from './patients.js';

/** What this context adds to a transaction's scope. */
export const patientsRepositories = {
  breakGlass: ({ db, keys }: Binding) => new BreakGlassRepository(db, keys),
  patients: ({ db, keys }: Binding) => new PatientRepository(db, keys),
};

export type PatientsScope = ScopeOf<typeof patientsRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends PatientsScope {}
}
