import type { AskedFact } from './prescribing-facts.js';

/** What those who keep the catalogue saw of price lists, as `facts.ts` has it of bookings. */

export interface UploadFact extends AskedFact {
  /** Of no other request: its import is found by it. */
  readonly fileName: string;
  readonly supplier: string;
  readonly coverage: 'full' | 'partial';
  /** Price in cents by product code. */
  readonly prices: ReadonlyMap<string, number>;
  /** In stock of each of its products, and of no other list. */
  readonly stock: number;
  /** From the 202. */
  id: string | null;
}

export interface DecisionFact extends AskedFact {
  readonly importId: string;
  readonly decision: 'apply' | 'cancel' | 'undo';
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
}

export function noImports(): ImportFacts {
  return { uploads: [], decisions: [], looks: [] };
}
