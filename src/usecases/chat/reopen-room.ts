import type { UserActor } from '../../domain/actor.js';
import { assertReopenable, assertUntil } from '../../domain/chat/reopening.js';
import { reopened } from '../../domain/chat/system-messages.js';
import { DomainError, invalid } from '../../domain/errors.js';
import { hasVisibleText } from '../../domain/text.js';
import type { FoundRoom } from '../../models/repositories/chat/chat-rooms.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from '../identity/public.js';
import type { RoomScope } from './chat-deps.js';
import { actsAsMember, refusalToWrite } from './enter-room.js';
import { type ChatRoom, shownRooms } from './read-rooms.js';
import { namedMembers } from './shown-messages.js';

type Scope = RoomScope & ClinicsScope;

export interface ReopenRoomDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** The installation's, for visits that were booked before there was such a rule. */
  readonly policy: { readonly chatReopenMs: number };
  readonly now: () => Date;
}

export interface ReopenRoom {
  readonly roomId: string;
  readonly until: Date;
  readonly reason: string;
}

/**
 * The doctor of a completed visit opens its room again for a follow-up, until a moment that they choose; once more to choose another
 * one. The room tells its members, and the patient gets a mail, which says nothing of the reason.
 * @throws DomainError validation_failed, not_found, forbidden, room_closed for an archived room, invalid_transition
 */
export function reopenRoom(deps: ReopenRoomDeps) {
  return async (actor: UserActor, wanted: ReopenRoom, requestKey: RequestKey | null): Promise<ChatRoom> => {
    if (!hasVisibleText(wanted.reason)) throw invalid('reason', 'Please say why the room is to be opened again.');
    const id = deriveId(requestKey, 'chat-reopening');
    const { mailId, shown } = await deps.unitOfWork.withScope(
      actor,
      async (scope) => {
        const locked = await scope.chatRooms.lockForMember(wanted.roomId, actor.userId);
        const now = deps.now();
        if (!locked || !actsAsMember(actor, locked)) throw await refusalToWrite(scope, actor, wanted.roomId, now);
        const mailId = await reopen(deps, scope, locked, { ...wanted, id, now });
        const room = (await scope.chatRooms.find(wanted.roomId, actor.userId)) ?? locked;
        const [shown] = await shownRooms(scope, actor, [{ room, grantId: null }], now);
        return { mailId, shown };
      },
      { opens: { room: wanted.roomId } },
    );
    if (mailId !== null) await sendAccountMail(deps, mailId);
    if (!shown) throw new Error('a room that was locked is not there');
    return shown;
  };
}

type Reopening = ReopenRoom & { readonly id: string; readonly now: Date };

/** Returns the mail to be sent; null for a repeat, and for a patient whose account is closed. */
async function reopen(deps: ReopenRoomDeps, scope: Scope, room: FoundRoom, wanted: Reopening): Promise<string | null> {
  const { until, reason, id, now } = wanted;
  if (room.role !== 'doctor') {
    throw new DomainError('forbidden', 'Only the doctor of the visit can open its chat room again.');
  }
  const members = await namedMembers(scope, [room.id]);
  const by = members.find(({ userId, leftAt }) => userId === room.doctorId && leftAt === null)?.name ?? 'The doctor';
  const message = reopened(id, by);
  if (await scope.chatMessages.isTold(room.id, message.cause)) return null;
  const reopenMs = room.reopenMs ?? deps.policy.chatReopenMs;
  assertReopenable({ room, completedAt: room.completedAt, reopenMs }, now);
  assertUntil(until, reopenMs, now);
  await scope.chatRooms.openUntil(room.id, until);
  await scope.chatMessages.tell(room, message, now);
  const { clinicId, patientId } = room;
  await scope.audit.record(
    {
      action: 'chat.reopened',
      entity: 'chat_room',
      entityId: room.id,
      clinicId,
      patientId,
      reason,
      details: { until: until.toISOString() },
    },
    now,
  );
  const [patient] = await scope.users.list([patientId]);
  if (!patient) return null;
  const { email: recipient, firstName, timezone: zone } = patient;
  const chat = { by, until: until.toISOString() };
  return addAccountMail(
    deps,
    scope,
    { kind: 'chat_reopened', recipient, userId: patientId, clinicId, firstName, zone, link: null, chat },
    now,
  );
}
