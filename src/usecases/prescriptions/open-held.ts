import { type Actor, type ApiKeyActor, type Grants, holderOfPrescription, may } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { lockOf } from '../../models/repositories/prescriptions/public.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { StoredPrescription } from '../../models/repositories/prescriptions/stored-prescription.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type FindByCodeDeps, findByCode, type TypedPrescription } from './find-by-code.js';

/** Who stands at the counter with a prescription: a pharmacy that sends its API key, or null for number and code alone. */
export interface Counter {
  readonly key: ApiKeyActor | null;
  readonly typed: TypedPrescription;
}

interface Deps<S extends PrescriptionsScope> {
  readonly unitOfWork: UnitOfWork<S>;
}

interface Held {
  /** What the transaction opens beside the prescription. */
  readonly opens?: (id: string) => Grants;
  /** What is judged before the transaction, because it waits for more than the database. */
  readonly before?: (id: string) => Promise<void>;
}

/**
 * Opens the prescription of a number and code and holds it alone until `work` has committed: supplies, undoing, declining and a cancel come
 * one after the other. A key is asked for its right after the code, so that the answer for a wrong code is the same for everybody.
 * @throws DomainError not_found, also for a prescription of another clinic than the key's; forbidden for a key without the right
 */
export async function openHeld<S extends PrescriptionsScope, T>(
  { unitOfWork, byCode }: Deps<S> & FindByCodeDeps,
  { key, typed }: Counter,
  work: (scope: S, found: StoredPrescription) => Promise<T>,
  { opens, before }: Held = {},
): Promise<T> {
  const { id } = await findByCode({ byCode }, typed);
  if (key && !may(key, 'prescriptions:dispense')) throw new DomainError('forbidden', 'This key may not supply.');
  await before?.(id);
  return holdAlone({ unitOfWork }, key ?? holderOfPrescription(id), { id, opens: opens?.(id) ?? {} }, async (scope) => {
    const found = await scope.prescriptions.find(id);
    if (!found || (key && !key.clinicIds.includes(found.clinicId))) throw notFound('Prescription');
    return work(scope, found);
  });
}

/** One transaction that holds a prescription alone, and may write what pharmacies do with it. */
export function holdAlone<S extends PrescriptionsScope, T>(
  { unitOfWork }: Deps<S>,
  actor: Actor,
  { id, opens }: { readonly id: string; readonly opens: Grants },
  work: (scope: S) => Promise<T>,
): Promise<T> {
  const grants = { ...opens, prescription: id };
  return unitOfWork.withScope(actor, work, { exclusively: lockOf(id), opens: grants, statementTimeoutMs: 2_000 });
}
