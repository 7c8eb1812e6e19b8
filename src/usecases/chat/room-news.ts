import type { ChatActor } from '../../domain/actor.js';
import type { Receipt } from '../../domain/chat/receipts.js';
import { isOpen, type RoomStatus, statusAt } from '../../domain/chat/rooms.js';
import type { JustSent } from '../../models/repositories/chat/just-sent.js';
import type { ChatScope } from '../../models/repositories/chat/slice.js';
import { actsAsMember, type EnteredRoom } from './enter-room.js';
import { namedMembers, type ShownMessage } from './shown-messages.js';

export type { JustSent };

/** How many changes one reading takes. */
export const AT_ONCE = 200;

/** What has happened in a room, as one person is shown it. */
export interface RoomNews {
  /** In the order of their `rev`, none left out: each message as it was from then on, with those who have read it now. */
  readonly changes: readonly ShownMessage[];
  /** How far each member has read. */
  readonly receipts: readonly Receipt[];
  readonly state: RoomState;
}

export interface RoomState {
  readonly status: RoomStatus;
  readonly opensAt: Date;
  /** Whether this person can write now. */
  readonly canSend: boolean;
}

/** What tells of the changes of a room after a `rev`, in one round trip. */
export async function askNews(scope: ChatScope, roomId: string, since: number) {
  const [changesFor, members, latest, receipts] = await Promise.all([
    scope.chatMessages.changesAfter(roomId, since, AT_ONCE),
    namedMembers(scope, [roomId]),
    scope.chatMembers.latestReceipts(roomId),
    scope.chatMembers.receiptsAfter(roomId, since, AT_ONCE),
  ]);
  return {
    changesFor,
    members,
    /** How far each member has read. */
    latest,
    /** Of the messages that have changed. */
    receipts,
  };
}

/** The room as it is for this person. */
export function stateFor(actor: ChatActor, { room, grantId }: EnteredRoom, at: Date): RoomState {
  const canSend = grantId === null && actsAsMember(actor, room) && isOpen(room, at);
  return { status: statusAt(room, at), opensAt: room.opensAt, canSend };
}
