import { type UserActor, VISITED } from '../../domain/actor.js';
import { invalid, notFound } from '../../domain/errors.js';
import { nameProblem } from '../../domain/identity/public.js';
import type { Department, DepartmentChange } from '../../models/repositories/clinics/places.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { ownClinic, type PlaceDeps } from './locations.js';

export type { Department };

/** How a clinic is divided: for anybody who is signed in. @throws DomainError not_found */
export function listDepartments({ unitOfWork }: PlaceDeps) {
  return (actor: UserActor, clinicId: string): Promise<readonly Department[]> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        if (!(await scope.clinics.find(clinicId))) throw notFound('Clinic');
        return scope.places.departments(clinicId);
      },
      VISITED,
    );
}

/** @throws DomainError not_found, validation_failed on `name` (also one that is taken) or `location_id` */
export function addDepartment({ unitOfWork, now }: PlaceDeps) {
  return (
    actor: UserActor,
    clinicId: string,
    input: DepartmentChange,
    requestKey: RequestKey | null,
  ): Promise<Department> =>
    unitOfWork.withScope(actor, async (scope) => {
      await ownClinic(scope, actor, clinicId);
      const id = deriveId(requestKey, 'department');
      const made = await scope.places.findDepartment(clinicId, id);
      if (made) return made;
      const at = now();
      const change = await checked(scope, clinicId, id, input);
      const times = { createdAt: at, updatedAt: at };
      const department = await scope.places.addDepartment({ id, clinicId, ...change, ...times });
      await scope.audit.record({ action: 'department.added', entity: 'department', entityId: id, clinicId }, at);
      return department;
    });
}

/** Changes what is given of it. @throws as `addDepartment` */
export function changeDepartment({ unitOfWork, now }: PlaceDeps) {
  return (actor: UserActor, clinicId: string, id: string, change: Partial<DepartmentChange>): Promise<Department> =>
    unitOfWork.withScope(actor, async (scope) => {
      await ownClinic(scope, actor, clinicId);
      const department = await scope.places.findDepartment(clinicId, id);
      if (!department) throw notFound('Department');
      const at = now();
      const wanted = await checked(scope, clinicId, id, { ...department, ...change });
      const changed = await scope.places.changeDepartment(id, wanted, at);
      const details = { changed: Object.keys(change).join(',') };
      await scope.audit.record(
        { action: 'department.changed', entity: 'department', entityId: id, clinicId, details },
        at,
      );
      return changed;
    });
}

/** Whoever works in it stays a member of the clinic. @throws DomainError not_found */
export function removeDepartment({ unitOfWork, now }: PlaceDeps) {
  return (actor: UserActor, clinicId: string, id: string): Promise<void> =>
    unitOfWork.withScope(actor, async (scope) => {
      await ownClinic(scope, actor, clinicId);
      if (!(await scope.places.findDepartment(clinicId, id))) throw notFound('Department');
      await scope.places.removeDepartment(id);
      await scope.audit.record({ action: 'department.removed', entity: 'department', entityId: id, clinicId }, now());
    });
}

async function checked(
  scope: ClinicsScope,
  clinicId: string,
  id: string,
  { name: typed, locationId }: DepartmentChange,
): Promise<DepartmentChange> {
  const name = typed.trim();
  const problem = nameProblem(name);
  if (problem) throw invalid('name', problem);
  const namesake = await scope.places.findDepartmentNamed(clinicId, name);
  if (namesake && namesake.id !== id) throw invalid('name', 'The clinic has a department of this name.');
  if (locationId !== null && !(await scope.places.findLocation(clinicId, locationId))) {
    throw invalid('location_id', 'This is no location of the clinic.');
  }
  return { name, locationId };
}
