import type { AskedFact } from './prescribing-facts.js';

/** What those who keep the catalogue saw of price lists, as `facts.ts` has it of bookings. */

/** A price list of this run, sent by somebody or offered by its supplier's server. */
export interface PriceListFact {
  /** Of no other list: its import is found by it. */
  readonly fileName: string;
  readonly supplier: string;
  readonly coverage: 'full' | 'partial';
  /** Price in cents by product code. */
  readonly prices: ReadonlyMap<string, number>;
  /** In stock of each of its products, and of no other list; a later list has a larger one. */
  readonly stock: number;
}

export interface UploadFact extends AskedFact, PriceListFact {
  /** From the 202. */
  id: string | null;
}

export interface DecisionFact extends AskedFact {
  readonly importId: string;
  readonly decision: 'apply' | 'cancel' | 'undo';
}

/** An answer of a supplier's server to whoever fetches its list. */
export interface FetchFact {
  readonly supplier: string;
  /** 200: the list was sent; 304: it is the one that the request named. */
  readonly status: number;
  /** Of the list on offer; null where the answer is an error. */
  readonly fileName: string | null;
  readonly at: number;
}

/** A request to have the list of a supplier fetched. */
export interface PullFact extends AskedFact {
  readonly supplier: string;
}

/** The end of a run of a source, as the API shows it. */
export interface PullEndFact {
  readonly supplier: string;
  readonly at: number;
  readonly result: 'imported' | 'unchanged' | 'failed';
  readonly importId: string | null;
}

/** The first page of a supplier whose lists are all full, as one request is answered. */
export interface ListLook {
  readonly supplier: string;
  readonly shown: number;
  /** What its products have in stock, each number once. */
  readonly stocks: readonly number[];
}

/** All that is known of price lists by those who asked. */
export interface ImportFacts {
  readonly uploads: UploadFact[];
  readonly decisions: DecisionFact[];
  readonly looks: ListLook[];
  /** Lists that servers of suppliers have offered. */
  readonly offered: PriceListFact[];
  /** The oldest first, as the ends. */
  readonly fetches: FetchFact[];
  readonly pulls: PullFact[];
  readonly pullEnds: PullEndFact[];
}

export function noImports(fetches: FetchFact[] = []): ImportFacts {
  return { uploads: [], decisions: [], looks: [], offered: [], fetches, pulls: [], pullEnds: [] };
}
