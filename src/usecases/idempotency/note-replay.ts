import type { Caller } from '../../domain/actor.js';
import { isUuid } from '../../domain/ids.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../models/scope.js';

export interface NoteReplayDeps {
  readonly unitOfWork: UnitOfWork<IdentityScope>;
  readonly now: () => Date;
}

/**
 * Records that an answer was read again by its Idempotency-Key. It was recorded by the first request; who is named in it is
 * found by the ids that stand in it. A patient's own answers leave no row.
 */
export function noteReplay({ unitOfWork, now }: NoteReplayDeps) {
  return async (actor: Caller, body: unknown): Promise<void> => {
    if (actor.role === 'patient') return;
    const ids = idsIn(body);
    await unitOfWork.withScope(actor, async (scope) => {
      const patientIds = await scope.audit.patientsBehind(ids);
      const [clinicId = null] = actor.clinicIds;
      const about = { entity: 'answer', entityId: ids[0] ?? '', clinicId, patientIds } as const;
      await scope.audit.record({ action: 'answer.replayed', ...about }, now());
    });
  };
}

function idsIn(value: unknown): readonly string[] {
  if (isUuid(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : [];
}
