import { invalid, notFound } from '../../domain/errors.js';
import { actorLabel, type UserActor } from '../../domain/identity/actor.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';

export interface ResolveEntryDeps {
  readonly unitOfWork: UnitOfWork;
  readonly now: () => Date;
}

/**
 * Closes an attention entry that belongs to no appointment, such as money that no order explains; those of an
 * appointment are closed by its own workflow. A repeat finds it closed. @throws DomainError not_found, validation_failed
 */
export function resolveEntry(deps: ResolveEntryDeps) {
  return (actor: UserActor, id: string, reason: string): Promise<void> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const entry = await scope.attention.find(id);
      if (!entry || !actor.clinicIds.includes(entry.clinic_id)) throw notFound('Attention entry');
      if (entry.appointment_id) {
        throw invalid('id', 'This entry belongs to an appointment: use resolve_attention there.');
      }
      const now = deps.now();
      if (!(await scope.attention.resolveOne(id, actorLabel(actor), reason, now))) return;
      await scope.audit.record(
        {
          action: 'attention.resolved',
          entity: 'attention',
          entityId: id,
          clinicId: entry.clinic_id,
          details: { code: entry.code },
        },
        now,
      );
    });
}
