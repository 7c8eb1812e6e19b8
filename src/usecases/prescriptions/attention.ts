import { SYSTEM } from '../../domain/actor.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { ShowEntry } from '../payments/public.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<PrescriptionsScope & SupportScope>;
  readonly showEntry: ShowEntry;
  readonly now: () => Date;
}

interface About {
  readonly requestId: string;
  readonly code: 'document_failed' | 'document_undelivered';
}

/** Shows a person that a request needs one; once while it is open. */
export async function openAttention({ unitOfWork, showEntry, now }: Deps, { requestId, code }: About): Promise<void> {
  const entry = await unitOfWork.withScope(SYSTEM, async (scope) => {
    const request = await scope.prescriptions.findRequest(requestId);
    if (!request) return null;
    const { clinicId, patientId } = request;
    const opened = await scope.attention.open({ clinicId, subjectId: requestId, code }, now());
    if (opened === null) return null;
    const about = { action: 'attention.opened', entity: 'attention', entityId: opened, clinicId, patientId } as const;
    await scope.audit.record({ ...about, details: { code, request: requestId } }, now());
    return opened;
  });
  if (entry !== null) await showEntry(entry, 'opened');
}

/** Withdraws what was shown, because it has passed: the ids of entries that their workflows have yet to end. */
export async function closeAttention(
  scope: SupportScope,
  { requestId, code }: About,
  now: Date,
): Promise<readonly string[]> {
  const all = await scope.attention.listForSubject(requestId);
  const open = all.filter((one) => one.code === code && !one.resolvedAt);
  if (open.length === 0) return [];
  const resolved = { subjectId: requestId, codes: [code], by: 'keepwell', note: 'It has passed.' };
  await scope.attention.resolve(resolved, now);
  return open.map(({ id }) => id);
}
