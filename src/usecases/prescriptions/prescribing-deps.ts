import type { ClinicPolicy } from '../../domain/clinics/public.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { CatalogueScope } from '../../models/repositories/catalogue/public.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { FormularyScope } from '../../models/repositories/formulary/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { PatientsScope } from '../../models/repositories/patients/public.js';
import type { LawScope } from '../../models/repositories/prescriptions/law-slice.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { RecordsScope } from '../../models/repositories/records/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { SupplierMappings } from '../catalogue/public.js';

export type PrescribingScope = AppointmentsScope &
  CatalogueScope &
  ClinicsScope &
  FormularyScope &
  IdentityScope &
  LawScope &
  PatientsScope &
  PrescriptionsScope &
  RecordsScope;

/** What no clinic sets for itself. */
export interface PrescribingRules {
  readonly requireVerifiedDoctors: boolean;
}

export interface PrescribingDeps<S = PrescribingScope> {
  readonly unitOfWork: UnitOfWork<S>;
  /** The installation's. */
  readonly policy: ClinicPolicy;
  readonly prescribing: PrescribingRules;
  /** What suppliers of products are called. */
  readonly mappings: SupplierMappings;
  readonly now: () => Date;
}

/** What a request is read with. */
export interface ReadingCase extends Pick<PrescribingDeps, 'mappings'> {
  readonly scope: PrescribingScope;
}
