import { holderOfPrescription } from '../../domain/actor.js';
import { lockOf } from '../../models/repositories/prescriptions/public.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { type FlagTamperedDeps, flagTampered } from './flag-tampered.js';
import { changesOf, readSignedRecord, type SignedRecord, type SignedRecordDeps } from './signed-record.js';

export type AsSignedDeps = SignedRecordDeps<PrescriptionsScope & SupportScope> & FlagTamperedDeps;

/**
 * Whether nobody has changed a prescription since it was signed; one that was changed raises attention. To be asked before the
 * transaction of what follows, because it reads the store of documents: it opens transactions of its own.
 * @throws DomainError unavailable while the store of documents does not answer
 */
export function isAsSigned(deps: AsSignedDeps) {
  return async (prescriptionId: string): Promise<boolean> => {
    const holder = holderOfPrescription(prescriptionId);
    const record = await deps.unitOfWork.withScope(holder, (scope) => readSignedRecord(scope, prescriptionId), {
      exclusively: lockOf(prescriptionId),
    });
    return record !== null && (await judgeRecord(deps, record));
  };
}

/** Whether a record that was read is as it was signed. @throws as `isAsSigned` */
export async function judgeRecord(deps: AsSignedDeps, record: SignedRecord): Promise<boolean> {
  const changes = await changesOf(deps, record);
  if (changes.length > 0) await flagTampered(deps, record, changes);
  return changes.length === 0;
}
