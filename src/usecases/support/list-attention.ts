import { may, type UserActor } from '../../domain/actor.js';
import { ATTENTION, type AttentionCode, CLINICAL_ATTENTION, codesHiddenFrom } from '../../domain/attention.js';
import { shownOf } from '../../domain/pages.js';
import { appointmentOf } from '../../domain/subjects.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

type Scope = SupportScope;

/** Something a person has to look at. `reason` says what happened, `nextStep` what to do about it. */
export interface AttentionEntry {
  readonly id: string;
  readonly code: AttentionCode;
  readonly reason: string;
  readonly nextStep: string;
  /** Null for money that belongs to no appointment. */
  readonly appointmentId: string | null;
  readonly openedAt: Date;
  /** Ids and figures only. */
  readonly context: Readonly<Record<string, unknown>>;
}

export interface AttentionQuery {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/**
 * The open entries of the caller's clinics that the caller may know of, oldest first: who waits longest is served first. A
 * doctor sees what is for the doctor's eye, about the own patients.
 */
export function listAttention(deps: { readonly unitOfWork: UnitOfWork<Scope>; readonly now: () => Date }) {
  return (actor: UserActor, query: AttentionQuery): Promise<readonly AttentionEntry[]> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const ofDoctor = may(actor, 'staff:attention') ? undefined : { id: actor.userId, codes: CLINICAL_ATTENTION };
      const hidden = codesHiddenFrom(actor.role);
      const rows = await scope.attention.list(actor.clinicIds, { ...query, hidden, ofDoctor });
      const patientIds = shownOf(rows, query.limit).flatMap(({ patientId }) => patientId ?? []);
      const [clinicId = null] = actor.clinicIds;
      const about = { entity: 'clinic', entityId: clinicId ?? '', clinicId, patientIds } as const;
      await scope.audit.record({ action: 'attention.listed', ...about }, deps.now());
      return rows.map((row) => ({
        id: row.id,
        code: row.code,
        ...explain(row.code),
        appointmentId: appointmentOf(row),
        openedAt: row.openedAt,
        context: row.context,
      }));
    });
}

/** The table's text begins with the sentence that says what happened. */
export function explain(code: AttentionCode): { readonly reason: string; readonly nextStep: string } {
  const text = ATTENTION[code];
  const end = text.indexOf('. ');
  return end < 0 ? { reason: text, nextStep: '' } : { reason: text.slice(0, end + 1), nextStep: text.slice(end + 2) };
}
