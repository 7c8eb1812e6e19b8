import { isReadFor, type Reading, type Receipt, readersOf } from '../../domain/chat/receipts.js';
import type { ChatMember } from '../../models/repositories/chat/chat-members.js';
import type { StoredMessage } from '../../models/repositories/chat/chat-messages.js';
import type { ChatScope } from '../../models/repositories/chat/slice.js';

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

/** Who is or was in these rooms. A closed account has lost its name; `andClosed` names it all the same, for what is kept of the room. */
export async function namedMembers(
  { chatMembers }: ChatScope,
  roomIds: readonly string[],
  { andClosed = false }: { readonly andClosed?: boolean } = {},
): Promise<readonly NamedMember[]> {
  const members = await chatMembers.list(roomIds, { andClosed });
  return members.map(({ name, ...member }) => {
    if (name !== null) return { ...member, firstName: name, lastName: '', name };
    const { firstName, lastName } = member;
    if (firstName === null || lastName === null) {
      return { ...member, firstName: 'Closed', lastName: 'account', name: 'Closed account' };
    }
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
  return messages.map((message) => shownTo(reader, message, { members, receipts }));
}

/** What its people tell of a room's messages. */
interface Around {
  readonly members: readonly NamedMember[];
  /** Of these messages. */
  readonly receipts: readonly Receipt[];
}

/** A message as this person is shown it. */
export function shownTo(reader: string, message: StoredMessage, { members, receipts }: Around): ShownMessage {
  return {
    ...message,
    senderName: members.find(({ userId }) => userId === message.senderId)?.name ?? null,
    isRead: isReadFor(reader, message, members),
    readBy: readersOf(message, receipts),
  };
}
