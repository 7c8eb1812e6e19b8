import { randomUUID } from 'node:crypto';
import type { UserActor } from '../../domain/actor.js';
import { assertValid, notFound } from '../../domain/errors.js';
import {
  changedDraft,
  type DrugChange,
  draftProblems,
  newDraft,
  versionConflict,
} from '../../domain/formulary/changes.js';
import { contentOf, drugOf } from '../../domain/formulary/drug.js';
import { isSame } from '../../domain/same.js';
import type { CatalogueScope } from '../../models/repositories/catalogue/public.js';
import type { StoredDrug } from '../../models/repositories/formulary/drugs.js';
import type { FormularyScope } from '../../models/repositories/formulary/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { clinicOf } from './own-clinic.js';
import { type Supplied, suppliedDrug } from './search-drugs.js';

type Scope = FormularyScope & CatalogueScope;

interface Deps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/**
 * Adds an item to the formulary of the caller's clinic, as version 1. Its id comes from the Idempotency-Key, so a repeat after
 * a crash meets its own row.
 * @throws DomainError validation_failed with the place of each problem
 */
export function createDrug({ unitOfWork, now }: Deps) {
  return (actor: UserActor, said: DrugChange, requestKey: RequestKey | null): Promise<Supplied<StoredDrug>> =>
    unitOfWork.withScope(actor, async (scope) => {
      const clinicId = clinicOf(actor);
      const id = deriveId(requestKey, 'drug');
      const earlier = await scope.drugs.find(id, clinicId);
      if (earlier) return suppliedDrug(scope, clinicId, earlier);
      const draft = newDraft(said, dayOf(now()));
      assertValid(draftProblems(draft));
      const version = { rowId: id, clinicId, version: 1, changedBy: actor.userId, edition: null };
      await scope.drugs.add(version, drugOf(draft), null, now());
      await record(scope, 'drug.created', { id, clinicId, version: 1 }, now());
      return read(scope, id, clinicId);
    });
}

/**
 * Writes the next version of an item, for the caller's clinic alone: of an item of the starter formulary the clinic gets an
 * edition of its own, which no later starter formulary changes. Two changes of one version: the second is refused. A change
 * that changes nothing makes no version.
 * @throws DomainError not_found, version_conflict with the version that there is, validation_failed
 */
export function changeDrug({ unitOfWork, now }: Deps) {
  return async (
    actor: UserActor,
    id: string,
    said: DrugChange & { readonly version: number },
  ): Promise<Supplied<StoredDrug>> => {
    const clinicId = clinicOf(actor);
    return unitOfWork.withScope(
      actor,
      async (scope) => {
        const found = await scope.drugs.find(id, clinicId);
        if (!found) throw notFound('Drug');
        const { version: expected, ...change } = said;
        if (found.version !== expected) throw versionConflict(found.version);
        const draft = changedDraft(found, change, dayOf(now()));
        assertValid(draftProblems(draft));
        const drug = drugOf(draft);
        if (isSame(contentOf(drug), contentOf(found))) return suppliedDrug(scope, clinicId, found);
        const version = found.version + 1;
        const of = { clinicId, version, changedBy: actor.userId, edition: null };
        if (found.clinicId === null) await scope.drugs.add({ ...of, rowId: randomUUID() }, drug, id, now());
        else await scope.drugs.change({ ...of, rowId: found.rowId }, drug, now());
        await record(scope, 'drug.changed', { id, clinicId, version }, now());
        return read(scope, id, clinicId);
      },
      // A clinic's first edition of a starter item has no row yet that two changes could wait for.
      { exclusively: `drug/${clinicId}/${id}` },
    );
  };
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

async function read(scope: Scope, id: string, clinicId: string): Promise<Supplied<StoredDrug>> {
  const found = await scope.drugs.find(id, clinicId);
  if (!found) throw new Error('an item that was just written is gone');
  return suppliedDrug(scope, clinicId, found);
}

function record(
  scope: FormularyScope,
  action: 'drug.created' | 'drug.changed',
  { id, clinicId, version }: Pick<StoredDrug, 'id' | 'version'> & { readonly clinicId: string },
  now: Date,
): Promise<void> {
  return scope.audit.record({ action, entity: 'drug', entityId: id, clinicId, details: { version } }, now);
}
