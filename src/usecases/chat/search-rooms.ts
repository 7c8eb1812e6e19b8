import type { ChatActor } from '../../domain/actor.js';
import { MOST_SEARCHED } from '../../domain/chat/search.js';
import { shownOf } from '../../domain/pages.js';
import { noteReading } from './note-reading.js';
import { type ChatRoom, inRooms, type RoomsWish, shownRooms } from './read-rooms.js';
import { type FoundMessage, foundIn, type SearchMessagesDeps } from './search-messages.js';
import { searchRoom } from './search-room.js';

/** The latest of a room; the search of the room itself gives the others. */
const MATCHES = 5;
const EVER = { from: undefined, to: undefined };

export interface RoomsSearch extends RoomsWish {
  /** Over a doctor's whole list it would be a mass read. */
  readonly patientId: string;
  /** Folded; each has to occur in a message. */
  readonly words: readonly string[];
}

/** A room with what was found in it. */
export interface SearchedRoom extends ChatRoom {
  readonly matches: readonly FoundMessage[];
}

export interface SearchedRooms {
  /** Those without a match, too: a page counts them. */
  readonly rooms: readonly SearchedRoom[];
  /** How many of them were looked through before the request had done enough: the next page goes on. */
  readonly searched: number;
}

/** One patient's rooms, of those that the caller reads, with the latest messages in which every word occurs. */
export function searchRooms(deps: SearchMessagesDeps) {
  return (actor: ChatActor, { words, ...wish }: RoomsSearch): Promise<SearchedRooms> =>
    inRooms(deps, actor, wish, async (scope, entered, at) => {
      const rooms = await shownRooms(scope, actor, entered, at);
      const asked = shownOf(rooms, wish.limit);
      const grants = new Map(entered.map(({ room, grantId }) => [room.id, grantId]));
      const found: SearchedRoom[] = [];
      let left = MOST_SEARCHED;
      for (const room of asked) {
        if (left <= 0) break;
        const hits = await searchRoom(deps, scope, room, { ...EVER, words, limit: MATCHES, most: left });
        await noteReading(scope, actor, { room, grantId: grants.get(room.id) ?? null }, at);
        found.push({ ...room, matches: await foundIn(scope, actor, room, hits) });
        left -= hits.searched;
      }
      const others = rooms.slice(found.length).map((room) => ({ ...room, matches: [] }));
      return { rooms: [...found, ...others], searched: found.length };
    });
}
