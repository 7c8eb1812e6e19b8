import type { UserActor } from '../../domain/actor.js';
import { assertActive, type GuestRole, isGuestRole } from '../../domain/chat/rooms.js';
import { invitedGuest, memberJoined, memberRemoved } from '../../domain/chat/system-messages.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { parseEmail } from '../../domain/identity/public.js';
import { hasVisibleText } from '../../domain/text.js';
import type { ChatMember } from '../../models/repositories/chat/chat-members.js';
import type { FoundRoom } from '../../models/repositories/chat/chat-rooms.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from '../identity/public.js';
import type { RoomScope } from './chat-deps.js';
import { ledRoom } from './enter-room.js';
import { type NamedMember, namedMembers } from './shown-messages.js';

type Scope = RoomScope & ClinicsScope;

export interface ManageMembersDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** A nurse of the clinic, by their account. */
export interface AddNurse {
  readonly roomId: string;
  readonly userId: string;
}

/** Somebody without an account, by their mailbox. */
export interface InviteGuest {
  readonly roomId: string;
  readonly name: string;
  readonly email: string;
  readonly role: GuestRole;
}

/**
 * The visit's doctor brings somebody into the room: a nurse is there at once, a guest when they follow the link that is mailed to
 * them. They see what is said from then on, and everybody in the room sees them. A nurse who is there already stays as they are.
 * @throws DomainError validation_failed, not_found, forbidden for everybody but the doctor, room_closed
 */
export function addMember(deps: ManageMembersDeps) {
  return async (
    actor: UserActor,
    wanted: AddNurse | InviteGuest,
    requestKey: RequestKey | null,
  ): Promise<NamedMember> => {
    const { roomId } = wanted;
    const id = deriveId(requestKey, 'chat-member');
    const { member, mailId } = await deps.unitOfWork.withScope(
      actor,
      async (scope) => {
        const now = deps.now();
        const room = await lockLed(scope, actor, roomId, now);
        assertActive(room, now);
        const adding = { room, by: actor.userId, id, now };
        const added =
          'userId' in wanted
            ? await addNurse(scope, wanted.userId, adding)
            : await inviteGuest(deps, scope, wanted, adding);
        const members = await namedMembers(scope, [roomId]);
        const member = members.find(({ userId }) => userId === added.userId);
        if (!member) throw new Error('a member who was added is not there');
        return { member, mailId: added.mailId };
      },
      { opens: { room: roomId, account: id } },
    );
    if (mailId !== null) await sendAccountMail(deps, mailId);
    return member;
  };
}

/**
 * The visit's doctor takes a nurse or a guest out of the room: cut on every connection at once, and a link that was mailed is void.
 * Once more changes nothing. @throws DomainError not_found, forbidden for everybody but the doctor, and for doctor and patient
 */
export function removeMember({ unitOfWork, now }: Pick<ManageMembersDeps, 'unitOfWork' | 'now'>) {
  return (actor: UserActor, roomId: string, userId: string): Promise<void> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const at = now();
        const room = await lockLed(scope, actor, roomId, at);
        const members = await namedMembers(scope, [roomId]);
        const member = members.find((one) => one.userId === userId);
        if (!member) throw notFound('Member');
        if (!isAdded(member)) throw new DomainError('forbidden', 'Doctor and patient belong to the room.');
        if (member.leftAt !== null && !member.isInvited) return;
        await scope.chatMembers.remove(roomId, userId, at);
        await scope.chatMessages.tell(room, memberRemoved(member, at), at);
        await note(scope, room, { action: 'chat.member_removed', member, now: at });
      },
      { opens: { room: roomId } },
    );
}

interface Adding {
  readonly room: FoundRoom;
  readonly by: string;
  /** Of the request; of a guest, their account. */
  readonly id: string;
  readonly now: Date;
}

interface Added {
  readonly userId: string;
  readonly mailId: string | null;
}

async function addNurse(scope: Scope, userId: string, { room, id, now }: Adding): Promise<Added> {
  const membership = await scope.memberships.findIn(room.clinicId, userId);
  const account = await scope.users.findById(userId);
  if (membership?.role !== 'nurse' || membership.status !== 'active' || !account) {
    throw invalid('user', 'Choose a nurse who works at the clinic.');
  }
  const name = `${account.firstName} ${account.lastName}`;
  const nurse = { roomId: room.id, userId, clinicId: room.clinicId, role: 'nurse', name } as const;
  if (await scope.chatMembers.add({ ...nurse, seesAfter: room.lastSeq }, now)) {
    await scope.chatMessages.tell(room, memberJoined(id, { name, role: 'nurse' }), now);
    await note(scope, room, { action: 'chat.member_added', member: nurse, now });
  }
  return { userId, mailId: null };
}

async function inviteGuest(
  deps: ManageMembersDeps,
  scope: Scope,
  wanted: InviteGuest,
  { room, by, id, now }: Adding,
): Promise<Added> {
  const recipient = parseEmail(wanted.email)?.address;
  if (!recipient) throw invalid('email', 'This is not a valid mail address.');
  const name = wanted.name.trim();
  if (!hasVisibleText(name)) throw invalid('name', 'Please give a name by which the others know this person.');
  const { clinicId, appointmentId } = room;
  // Of a repeated request everything is there.
  if (!(await openGuestAccount(scope, { id, name, createdAt: now }))) return { userId: id, mailId: null };
  const guest = { roomId: room.id, userId: id, clinicId, role: wanted.role, name } as const;
  await scope.chatMembers.invite(guest, now);
  const doctor = (await namedMembers(scope, [room.id])).find(({ userId }) => userId === by)?.name ?? 'The doctor';
  await scope.chatMessages.tell(room, invitedGuest(doctor, guest), now);
  await note(scope, room, { action: 'chat.guest_invited', member: guest, now });
  const link = { purpose: 'guest', details: { roomId: room.id, appointmentId } } as const;
  const mail = { kind: 'guest_invited', recipient, userId: id, clinicId, firstName: name, link } as const;
  const mailId = await addAccountMail(deps, scope, { ...mail, guest: { by: doctor, role: wanted.role } }, now);
  return { userId: id, mailId };
}

/** An account that nobody can sign in to: what a guest says hangs on it. */
function openGuestAccount(
  scope: Scope,
  { id, name, createdAt }: { readonly id: string; readonly name: string; readonly createdAt: Date },
): Promise<boolean> {
  const account = { id, firstName: name, lastName: '', phone: null, timezone: 'UTC', emailVerifiedAt: null, createdAt };
  return scope.users.create({ ...account, email: `${id}@guest.invalid`, passwordHash: 'none' });
}

/** The room, locked, for its doctor. */
async function lockLed(scope: Scope, actor: UserActor, roomId: string, at: Date): Promise<FoundRoom> {
  return ledRoom(scope, actor, await scope.chatRooms.lockForMember(roomId, actor.userId), { roomId, at });
}

function isAdded({ role }: Pick<ChatMember, 'role'>): boolean {
  return role === 'nurse' || isGuestRole(role);
}

async function note(
  scope: Scope,
  { id: entityId, clinicId, patientId }: FoundRoom,
  what: {
    readonly action: 'chat.member_added' | 'chat.guest_invited' | 'chat.member_removed';
    readonly member: Pick<ChatMember, 'userId' | 'role'>;
    readonly now: Date;
  },
): Promise<void> {
  const { action, member, now } = what;
  const details = { user: member.userId, role: member.role };
  await scope.audit.record({ action, entity: 'chat_room', entityId, clinicId, patientId, details }, now);
}
