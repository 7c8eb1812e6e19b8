import type { NoShowCommand } from '../../domain/appointment/commands.js';
import { refuseNoShow } from '../../domain/appointment/policies.js';
import { assertMove, refuseMove } from '../../domain/appointment/transitions.js';
import { type MoveDeps, move } from './move.js';

/** The patient did not come: by the doctor from ten minutes after the start, or by the visit's clock. @throws DomainError invalid_transition */
export function recordNoShow(deps: MoveDeps) {
  return move<NoShowCommand>(deps, async (scope, row, command, now) => {
    assertMove(row.status, 'no_show');
    const refusal = scope.actor.kind === 'system' ? null : refuseNoShow(now.getTime(), row.starts_at.getTime());
    if (refusal) throw refuseMove(row.status, refusal);
    await scope.chatRooms.close(row.id, now);
    return { move: 'no_show', audit: 'appointment.no_show', reason: command.reason, change: { status: 'no_show' } };
  });
}
