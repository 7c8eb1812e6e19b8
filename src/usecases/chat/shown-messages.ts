import { isReadFor, type Reading, readersOf } from '../../domain/chat/receipts.js';
import type { ChatMember } from '../../models/repositories/chat/chat-members.js';
import type { StoredMessage } from '../../models/repositories/chat/chat-messages.js';
import type { ChatScope } from '../../models/repositories/chat/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';

/** A message as one reader is shown it. */
export interface ShownMessage extends StoredMessage {
  readonly senderName: string | null;
  readonly isRead: boolean;
  readonly readBy: readonly Reading[];
}

/** A member with the name that the others see. */
export interface NamedMember extends Omit<ChatMember, 'name'> {
  readonly firstName: string;
  readonly lastName: string;
  readonly name: string;
}

/**
 * Who is or was in these rooms. Doctors are named by their public entry, others by their account. A closed account has lost its name;
 * `andClosed` names it all the same, for what is kept of the room.
 */
export async function namedMembers(
  scope: ChatScope & IdentityScope,
  roomIds: readonly string[],
  { andClosed = false }: { readonly andClosed?: boolean } = {},
): Promise<readonly NamedMember[]> {
  const members = await scope.chatMembers.list(roomIds);
  const unnamed = new Set(
    members.filter(({ firstName, name }) => firstName === null && name === null).map(({ userId }) => userId),
  );
  const accounts = unnamed.size > 0 ? await scope.users.list([...unnamed], { andClosed }) : [];
  return members.map((member) => {
    if (member.name !== null) return { ...member, firstName: member.name, lastName: '', name: member.name };
    const account = accounts.find(({ id }) => id === member.userId);
    const firstName = member.firstName ?? account?.firstName ?? 'Closed';
    const lastName = member.lastName ?? account?.lastName ?? 'account';
    return { ...member, firstName, lastName, name: `${firstName} ${lastName}` };
  });
}

/** Messages of one room with their readers, as this person is shown them. */
export async function shownMessages(
  scope: ChatScope,
  reader: string,
  messages: readonly StoredMessage[],
  members: readonly NamedMember[],
): Promise<readonly ShownMessage[]> {
  const [first] = messages;
  if (!first) return [];
  const places = messages.map(({ seq }) => seq);
  const span = { from: Math.min(...places), to: Math.max(...places) };
  const receipts = await scope.chatMembers.receipts(first.roomId, span);
  return messages.map((message) => ({
    ...message,
    senderName: members.find(({ userId }) => userId === message.senderId)?.name ?? null,
    isRead: isReadFor(reader, message, members),
    readBy: readersOf(message, receipts),
  }));
}
