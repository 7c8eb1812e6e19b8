import { holderOfPrescription } from '../../domain/actor.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { ShowEntry } from '../payments/public.js';
import type { SignedRecord } from './signed-record.js';

export interface FlagTamperedDeps {
  readonly unitOfWork: UnitOfWork<PrescriptionsScope & SupportScope>;
  readonly showEntry: ShowEntry;
  readonly now: () => Date;
}

/**
 * Shows a person that the record of a prescription was changed in the database; once while it is open. `changes` are names of columns. It
 * is of the request's clinic: the prescription's own column may be what was changed.
 */
export async function flagTampered(
  { unitOfWork, showEntry, now }: FlagTamperedDeps,
  { columns, request }: SignedRecord,
  changes: readonly string[],
): Promise<void> {
  const { id } = columns;
  const { id: subjectId, clinicId, patientId } = request ?? { ...columns, id: columns.requestId };
  const opened = await unitOfWork.withScope(holderOfPrescription(id, { entry: id }), async (scope) => {
    const entry = { clinicId, subjectId, code: 'record_tampered', about: id } as const;
    const context = { prescription: id, columns: changes.join(', ') };
    const attention = await scope.attention.open({ ...entry, context }, now());
    if (attention === null) return null;
    const about = {
      action: 'attention.opened',
      entity: 'attention',
      entityId: attention,
      clinicId,
      patientId,
    } as const;
    await scope.audit.record({ ...about, details: { code: entry.code, request: subjectId } }, now());
    return attention;
  });
  if (opened !== null) await showEntry(opened, 'opened');
}
