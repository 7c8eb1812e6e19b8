import { invalid } from '../../domain/errors.js';
import type { DeclineReason } from '../../domain/prescriptions/supply.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { StoredPrescription } from '../../models/repositories/prescriptions/stored-prescription.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import type { ShowEntry } from '../payments/public.js';
import type { FindByCodeDeps } from './find-by-code.js';
import { type Counter, openHeld } from './open-held.js';
import { about, type ShownPrescription, shownOn } from './shown-prescription.js';

type Scope = PrescriptionsScope & SupportScope;

export interface DeclineDeps extends FindByCodeDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly showEntry: ShowEntry;
  readonly now: () => Date;
}

export interface DeclineCommand {
  readonly pharmacistId: string;
  readonly pharmacyName: string;
  /** Null: all of it. */
  readonly items: readonly string[] | null;
  readonly reason: DeclineReason;
  readonly note: string | null;
}

/**
 * Records that a pharmacy does not supply, and why: its doctor is shown an attention entry for each reason, which has the code of the reason and
 * no text; what the pharmacy wrote stands in the history.
 * @throws DomainError not_found; validation_failed on `items`
 */
export function declineSupply(deps: DeclineDeps) {
  return async (
    counter: Counter,
    command: DeclineCommand,
    requestKey: RequestKey | null,
  ): Promise<ShownPrescription> => {
    const opens = (id: string) => ({ entry: entryOf(id, command.reason) });
    const decline = async (scope: Scope, found: StoredPrescription) => {
      const operationId = deriveId(requestKey, `${found.id}/decline`);
      const entry = await recordDecline(deps, scope, { found, operationId }, command);
      return { entry, shown: shownOn(found, deps.now(), null) };
    };
    const { entry, shown } = await openHeld(deps, counter, decline, { opens });
    // Nobody at the counter waits for the engine: an entry that it could not be told of is shown by maintenance.
    if (entry !== null) void deps.showEntry(entry, 'opened');
    return shown;
  };
}

async function recordDecline(
  { now }: DeclineDeps,
  scope: Scope,
  { found, operationId }: { readonly found: StoredPrescription; readonly operationId: string },
  command: DeclineCommand,
): Promise<string | null> {
  const { items, reason } = command;
  if (items?.some((id) => !found.items.some((item) => item.id === id))) {
    throw invalid('items', 'One of these items does not stand on this prescription.');
  }
  const at = now();
  const event = {
    prescriptionId: found.id,
    operationId,
    event: 'declined',
    by: null,
    reason: inWords(command),
  } as const;
  // A repeat has told its doctor before.
  if (!(await scope.prescriptionEvents.append(event, at))) return null;
  const details = { number: found.number, reason };
  await scope.audit.record({ ...about(found), action: 'prescription.declined', details }, at);
  const { clinicId, requestId: subjectId, patientId } = found;
  const context = {
    prescription: found.id,
    number: found.number,
    reason,
    items: items ?? found.items.map(({ id }) => id),
  };
  const code = 'supply_declined';
  const opened = await scope.attention.open(
    { clinicId, subjectId, code, about: entryOf(found.id, reason), context },
    at,
  );
  if (opened === null) return null;
  const entry = { action: 'attention.opened', entity: 'attention', entityId: opened, clinicId, patientId } as const;
  await scope.audit.record({ ...entry, details: { code, request: subjectId } }, at);
  return opened;
}

/** What tells one entry of a prescription from another: a second pharmacy with another reason opens another one. */
function entryOf(prescriptionId: string, reason: DeclineReason): string {
  return `decline/${prescriptionId}/${reason}`;
}

/** For its doctor, who calls back. */
function inWords({ pharmacyName, pharmacistId, reason, note }: DeclineCommand): string {
  return `${pharmacyName}, pharmacist ${pharmacistId}: ${reason.replaceAll('_', ' ')}${note === null ? '' : `. ${note}`}`;
}
