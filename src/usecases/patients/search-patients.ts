import type { Caller } from '../../domain/actor.js';
import { type Meanings, meaningsOf, type PatientDocument } from '../../domain/identity/public.js';
import { shownOf } from '../../domain/pages.js';
import { birthYearOf, initialsOf } from '../../domain/patients/record.js';
import { phoneRegionOf } from '../../domain/phone.js';
import { visibleTo } from '../../domain/visibility.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope, UserRecord } from '../../models/repositories/identity/public.js';
import type { FoundPatient } from '../../models/repositories/patients/patients.js';
import type { PatientsScope } from '../../models/repositories/patients/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { treatingFor } from './reach-patient.js';

type Scope = ClinicsScope & IdentityScope & PatientsScope;

export interface SearchPatientsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** The installation's. */
  readonly policy: { readonly treatingMs: number };
  readonly now: () => Date;
}

export interface PatientsQuery {
  /** As typed. Left out: all whom the caller reaches. */
  readonly search: string | undefined;
  /** Whether a doctor also looks for patients whom they do not treat. */
  readonly wholeClinic: boolean;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** A patient who was found. Of one whom the caller does not reach, it is said that there is one and no more. */
export type ListedPatient = Pick<FoundPatient, 'id' | 'membershipId' | 'since'> &
  (
    | { readonly restricted: false; readonly user: UserRecord; readonly dateOfBirth: string | null }
    | { readonly restricted: true; readonly initials: string; readonly birthYear: number | null }
  );

/** Patients of the caller's clinic, those first who came last. One row of audit says whom the answer names. */
export function searchPatients(deps: SearchPatientsDeps) {
  return async (actor: Caller, query: PatientsQuery): Promise<readonly ListedPatient[]> => {
    const visible = visibleTo(actor, 'patients:read');
    const [clinicId] = visible?.clinicIds ?? [];
    if (!visible || !clinicId) return [];
    const { limit, after } = query;
    const opens = treatingFor(deps.policy);
    const find = async (scope: Scope) => {
      const clinic = await scope.clinics.find(clinicId);
      const region = clinic && phoneRegionOf(clinic.currency);
      const meanings = query.search === undefined ? undefined : meaningsOf(query.search, region);
      const reach = visible.doctorId === undefined ? 'clinic' : query.wholeClinic ? 'treated_or_exact' : 'treated';
      return { meanings, found: await scope.patients.search({ clinicId, meanings, reach, limit, after }) };
    };
    const { meanings, found } = await deps.unitOfWork.withScope(actor, find, { opens });
    // What is not theirs was found by a number or an address: the scope opens it, for its initials and year alone.
    const profile = found.filter(({ isReached }) => !isReached).map(({ id }) => id);
    const show = async (scope: Scope) => {
      const ids = found.map(({ id }) => id);
      const users = new Map((await scope.users.list(ids)).map((user) => [user.id, user]));
      const documents = await scope.users.patientDocuments(ids);
      const listed = found.flatMap((one) => listedPatient(one, users.get(one.id), documents.get(one.id)));
      await noteSearch(scope, { clinicId, meanings, listed: shownOf(listed, limit) }, deps.now());
      return listed;
    };
    return deps.unitOfWork.withScope(actor, show, { opens: { ...opens, ...(profile.length > 0 ? { profile } : {}) } });
  };
}

function listedPatient(
  { isReached, ...found }: FoundPatient,
  user: UserRecord | undefined,
  document: PatientDocument | undefined,
): readonly ListedPatient[] {
  // Closed between the two transactions.
  if (!user) return [];
  const dateOfBirth = document?.dateOfBirth ?? null;
  if (isReached) return [{ ...found, restricted: false, user, dateOfBirth }];
  const initials = initialsOf(user.firstName, user.lastName);
  return [{ ...found, restricted: true, initials, birthYear: birthYearOf(dateOfBirth) }];
}

interface Searched {
  readonly clinicId: string;
  readonly meanings: Meanings | undefined;
  readonly listed: readonly ListedPatient[];
}

function noteSearch(scope: Scope, { clinicId, meanings, listed }: Searched, now: Date): Promise<void> {
  const kinds = new Set(meanings?.flat().map(({ kind }) => kind));
  return scope.audit.record(
    {
      action: 'patient.searched',
      entity: 'clinic',
      entityId: clinicId,
      clinicId,
      patientIds: listed.map(({ id }) => id),
      details: {
        by: meanings ? [...kinds].sort().join(',') : 'all',
        rows: listed.length,
        restricted: listed.filter(({ restricted }) => restricted).length,
      },
    },
    now,
  );
}
