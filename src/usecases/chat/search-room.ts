import {
  FETCHED_AT_ONCE,
  type Highlight,
  highlightsOf,
  MOST_SEARCHED,
  SEARCHED_AT_ONCE,
} from '../../domain/chat/search.js';
import type { Span } from '../../domain/periods.js';
import type { FoundRoom } from '../../models/repositories/chat/chat-rooms.js';
import type { ChatScope } from '../../models/repositories/chat/slice.js';

export interface SearchDeps {
  /** Lets everything else that waits happen first. */
  readonly breathe: () => Promise<unknown>;
}

export interface RoomSearch extends Span {
  /** Folded; each has to occur. */
  readonly words: readonly string[];
  /** A `seq`: messages before it. */
  readonly before?: number | undefined;
  readonly limit: number;
  /** Messages that may be looked through. */
  readonly most?: number;
}

export interface Hit {
  readonly seq: number;
  readonly highlights: readonly Highlight[];
  /** The first of them as it was typed. */
  readonly highlighted: string;
}

export interface RoomHits {
  /** The latest first. */
  readonly hits: readonly Hit[];
  /** Where to go on, `before` this `seq`; null: there is nothing more. */
  readonly next: number | null;
  readonly searched: number;
}

/**
 * Opens a room's messages from the latest back, and looks. In batches: between them, and after so much text, everything else that
 * waits happens, however long the messages are.
 */
export async function searchRoom(
  { breathe }: SearchDeps,
  { chatSearch }: Pick<ChatScope, 'chatSearch'>,
  room: FoundRoom,
  { words, before, from, to, limit, most = MOST_SEARCHED }: RoomSearch,
): Promise<RoomHits> {
  const hits: Hit[] = [];
  let [next, searched, inOneGo] = [before, 0, 0];
  for (;;) {
    const texts = await chatSearch.texts(room, { before: next, from, to, limit: FETCHED_AT_ONCE });
    for (const { seq, open } of texts) {
      const text = open();
      const highlights = highlightsOf(text, words);
      if (highlights) hits.push({ seq, highlights, highlighted: firstOf(text, highlights) });
      searched += 1;
      next = seq;
      if (hits.length === limit || searched === most) return { hits, next, searched };
      inOneGo += text.length;
      if (inOneGo < SEARCHED_AT_ONCE) continue;
      inOneGo = 0;
      await breathe();
    }
    if (texts.length < FETCHED_AT_ONCE) return { hits, next: null, searched };
    inOneGo = 0;
    await breathe();
  }
}

function firstOf(text: string, [first]: readonly Highlight[]): string {
  return first ? text.slice(first.start, first.start + first.length) : '';
}
