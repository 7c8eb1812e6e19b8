import type { UserActor } from '../../domain/actor.js';
import { ATTENTION, type AttentionCode } from '../../domain/support/attention.js';
import type { Instant, Uuid } from '../../domain/wire-formats.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';

/** Something a person has to look at. `reason` says what happened, `next_step` what to do about it. */
export interface AttentionAnswer {
  id: Uuid;
  code: AttentionCode;
  reason: string;
  next_step: string;
  /** Null for money that belongs to no appointment. */
  appointment_id: Uuid | null;
  opened_at: Instant;
  /** Ids and figures only. */
  context: Record<string, unknown>;
}

export interface AttentionQuery {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** The open entries of the caller's clinics, oldest first: who waits longest is served first. */
export function listAttention(deps: { readonly unitOfWork: UnitOfWork }) {
  return (actor: UserActor, query: AttentionQuery): Promise<AttentionAnswer[]> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const rows = await scope.attention.list(actor.clinicIds, query.limit, query.after);
      return rows.map((row) => ({
        id: row.id,
        code: row.code,
        ...explain(row.code),
        appointment_id: row.appointmentId,
        opened_at: row.openedAt.toISOString(),
        context: { ...row.context },
      }));
    });
}

/** The table's text begins with the sentence that says what happened. */
export function explain(code: AttentionCode): { readonly reason: string; readonly next_step: string } {
  const text = ATTENTION[code];
  const end = text.indexOf('. ');
  return end < 0 ? { reason: text, next_step: '' } : { reason: text.slice(0, end + 1), next_step: text.slice(end + 2) };
}
