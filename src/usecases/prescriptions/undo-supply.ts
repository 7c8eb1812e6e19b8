import type { ApiKeyActor, UserActor } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { readNumber } from '../../domain/prescriptions/numbers.js';
import { UNDO_WITHIN_MS } from '../../domain/prescriptions/supply.js';
import { visibleTo } from '../../domain/visibility.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { StoredPrescription } from '../../models/repositories/prescriptions/stored-prescription.js';
import type { RecordedSupply } from '../../models/repositories/prescriptions/supplies.js';
import type { Supplied, SupplyDeps } from './dispense.js';
import type { TypedPrescription } from './find-by-code.js';
import { holdAlone, openHeld } from './open-held.js';
import { about, shownOn } from './shown-prescription.js';

/** Who undoes: a pharmacy by its key or by number and code, or somebody of the clinic, who needs no code. */
export interface Undoer {
  readonly caller: ApiKeyActor | UserActor | null;
  readonly typed: TypedPrescription;
  readonly pharmacistId: string | null;
}

export interface UndoCommand {
  readonly supplyId: string;
  readonly reason: string;
}

/**
 * Undoes a supply: within 24 hours the pharmacy that has recorded it, at any time an administrator of the clinic. The row stays, with who has
 * undone it and why, and counts no more. A repeat by the same one with the same reason finds it done.
 * @throws DomainError not_found; forbidden for another pharmacy, or later; invalid_transition for one that somebody else has undone
 */
export function undoSupply(deps: Pick<SupplyDeps, 'unitOfWork' | 'now' | 'byCode'>) {
  return async ({ caller, typed, pharmacistId }: Undoer, command: UndoCommand): Promise<Supplied> => {
    const undoes = (by: Who) => (scope: PrescriptionsScope, found: StoredPrescription) =>
      undo(deps, scope, { found, by }, command);
    const filter = caller?.kind === 'user' ? visibleTo(caller, 'prescriptions:undo-supply') : null;
    if (caller?.kind === 'user' && filter) {
      const read = (scope: PrescriptionsScope) => ofClinic(scope, caller, typed.number);
      const { id } = await deps.unitOfWork.withScope(caller, read);
      return holdAlone(deps, caller, { id, opens: {} }, async (scope) =>
        undoes({ label: `user/${caller.userId}`, userId: caller.userId, isTheirs: () => true, isOfClinic: true })(
          scope,
          await ofClinic(scope, caller, typed.number),
        ),
      );
    }
    const key = caller?.kind === 'api_key' ? caller : null;
    if (!key && pharmacistId === null) throw invalid('pharmacist_id', 'Please say who has supplied.');
    const isTheirs = (supply: RecordedSupply) =>
      key ? supply.apiKeyId === key.keyId : supply.apiKeyId === null && supply.pharmacistId === pharmacistId;
    const label = key ? `api_key/${key.keyId}` : 'code';
    return openHeld(deps, { key, typed }, undoes({ label, userId: null, isTheirs, isOfClinic: false }));
  };
}

interface Who {
  /** As the row names them. */
  readonly label: string;
  readonly userId: string | null;
  readonly isTheirs: (supply: RecordedSupply) => boolean;
  readonly isOfClinic: boolean;
}

async function ofClinic(scope: PrescriptionsScope, { clinicIds }: UserActor, number: string) {
  const found = await scope.prescriptions.findByNumber(readNumber(number) ?? '');
  if (!found || !clinicIds.includes(found.clinicId)) throw notFound('Prescription');
  return found;
}

async function undo(
  { now }: Pick<SupplyDeps, 'unitOfWork' | 'now'>,
  scope: PrescriptionsScope,
  { found, by }: { readonly found: StoredPrescription; readonly by: Who },
  { supplyId, reason }: UndoCommand,
): Promise<Supplied> {
  const at = now();
  const supply = await scope.supplies.find(found.id, supplyId);
  if (!supply) throw notFound('Supply');
  if (!by.isTheirs(supply)) throw new DomainError('forbidden', 'The pharmacy that has recorded a supply undoes it.');
  const isDone = supply.undoneBy === by.label && supply.undoReason === reason;
  if (!isDone) {
    if (!by.isOfClinic && at.getTime() - supply.recordedAt.getTime() > UNDO_WITHIN_MS) {
      throw new DomainError('forbidden', 'After 24 hours an administrator of the clinic undoes a supply.');
    }
    if (!(await scope.supplies.undo(supply.id, { by: by.label, reason }, at))) {
      throw new DomainError('invalid_transition', 'This supply was undone before.');
    }
    const event = { prescriptionId: found.id, operationId: `${supply.id}/undo`, event: 'supply_undone' } as const;
    await scope.prescriptionEvents.append({ ...event, by: by.userId, reason }, at);
    const details = { number: found.number, supply: supply.id };
    await scope.audit.record({ ...about(found), action: 'prescription.supply_undone', details, reason }, at);
  }
  const prescription = await scope.prescriptions.find(found.id);
  return { prescription: shownOn(prescription ?? found, at, null), supplies: [supply] };
}
