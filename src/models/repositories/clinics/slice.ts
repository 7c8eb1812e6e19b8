import type { Binding, ScopeOf } from '../../scope.js';
import { ClinicRepository } from './clinics.js';

/** What this context adds to a transaction's scope. */
export const clinicsRepositories = {
  clinics: ({ db }: Binding) => new ClinicRepository(db),
};

export type ClinicsScope = ScopeOf<typeof clinicsRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends ClinicsScope {}
}
