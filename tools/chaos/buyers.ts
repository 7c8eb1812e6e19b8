import { type Client, type Json, type Reply, textOf } from '../rig/client.js';
import type { DecisionFact, ImportFacts, UploadFact } from '../rig/import-facts.js';
import type { Random } from '../rig/random.js';
import { pause } from '../rig/stack.js';
import { Asking, unasked } from './asking.js';
import { csvOf, type PriceLists } from './price-lists.js';

const IMPORTS = '/api/v1/supplier-products/imports/';
const REASON = 'Chaos run, weighed against the alternatives';
const SETTLED_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 250;
/** The longest page. */
const PAGE = 200;
/** Lists of these are sent by people. */
const SENT = ['botanitech', 'tasmanianBotanics', 'phytoca'] as const;
/** Some lists of this one are partial. */
const MIXED = 'phytoca';
/** All lists of these are full: whoever looks sees one list, whole. */
const FULL_ONLY = ['botanitech', 'tasmanianBotanics', 'alma'] as const;

type ImportState = string;
const DECIDABLE: ReadonlySet<ImportState> = new Set(['previewed', 'applied', 'failed']);
const ENDED: ReadonlySet<ImportState> = new Set(['applied', 'failed', 'undone', 'cancelled']);

export interface BuyersOptions {
  /** Keeps the catalogue. */
  readonly manager: Client;
  readonly lists: PriceLists;
  readonly facts: ImportFacts;
  readonly random: Random;
  readonly over: AbortSignal;
}

/** Price lists that are uploaded, applied and taken back, and readers who look at the catalogue all the while; every answer is remembered. */
export class Buyers {
  private readonly asking: Asking;

  constructor(private readonly options: BuyersOptions) {
    this.asking = new Asking(options.manager);
  }

  get random(): Random {
    return this.options.random;
  }

  /** A supplier of whom there may be another import at this moment. */
  supplier(): string {
    return this.random.pick(SENT);
  }

  async upload(supplier: string): Promise<UploadFact> {
    const fact = this.newUpload(supplier);
    const body = formOf(fact, this.random.pick(['preview', 'apply']));
    const note = ({ status, body: answer }: Reply) => {
      if (status === 202) fact.id = textOf(answer, 'id');
    };
    await this.asking.ask(fact, { method: 'POST', path: IMPORTS, body, note });
    return fact;
  }

  /** Uploads a list and closes the connection before there is an answer, permanently. */
  async uploadAndLeave(): Promise<void> {
    const fact = this.newUpload(this.supplier());
    const within = this.random.between(2, 250);
    const reply = await this.options.manager.askOnce('POST', IMPORTS, formOf(fact, 'preview'), fact.key, within);
    fact.outcome = 'abandoned';
    fact.statuses.push(reply?.status ?? null);
    // It was faster than the impatience.
    if (reply?.status === 202) Object.assign(fact, { outcome: 'done', id: textOf(reply.body, 'id') });
  }

  async decide(importId: string, decision: DecisionFact['decision']): Promise<DecisionFact> {
    const fact: DecisionFact = { importId, decision, ...unasked() };
    this.options.facts.decisions.push(fact);
    const body = decision === 'undo' ? { reason: REASON } : {};
    await this.asking.ask(fact, { method: 'POST', path: `${IMPORTS}${importId}/${decision}/`, body });
    return fact;
  }

  /** The state in which a person can decide something, or nothing any more; null: it was not reached. */
  untilDecidable(importId: string): Promise<ImportState | null> {
    return this.until(importId, DECIDABLE);
  }

  untilEnded(importId: string): Promise<ImportState | null> {
    return this.until(importId, ENDED);
  }

  /** Looks at the lists again and again until `over`: never at half of one. */
  async look(over: AbortSignal): Promise<void> {
    const { manager, facts } = this.options;
    for (let turn = 0; !over.aborted; turn += 1) {
      const supplier = FULL_ONLY[turn % FULL_ONLY.length] ?? FULL_ONLY[0];
      const path = `/api/v1/supplier-products/?supplier=${supplier}&limit=${PAGE}`;
      const reply = await manager.askOnce('GET', path);
      const shown = reply?.status === 200 ? listOf(reply.body) : null;
      if (shown) {
        const stocks = [...new Set(shown.map((product) => Number(product.stock_quantity)))];
        facts.looks.push({ supplier, shown: shown.length, stocks });
      }
      await pause(LOOK_EVERY_MS, over);
    }
  }

  /** Asks once more what nobody has answered, now that all processes live. */
  askAgain(until: AbortSignal): Promise<void> {
    return this.asking.again(until);
  }

  private newUpload(supplier: string): UploadFact {
    const coverage = supplier === MIXED && this.random.chance(0.5) ? 'partial' : 'full';
    const fact: UploadFact = { ...this.options.lists.next(supplier, coverage), id: null, ...unasked() };
    this.options.facts.uploads.push(fact);
    return fact;
  }

  private async until(importId: string, states: ReadonlySet<ImportState>): Promise<ImportState | null> {
    const { manager, over } = this.options;
    for (const end = Date.now() + SETTLED_WITHIN_MS; Date.now() < end && !over.aborted; ) {
      const reply = await manager.askOnce('GET', `${IMPORTS}${importId}/`);
      const state = reply?.status === 200 ? textOf(reply.body, 'state') : null;
      if (state !== null && states.has(state)) return state;
      await pause(200, over);
    }
    return null;
  }
}

function formOf(fact: UploadFact, mode: 'preview' | 'apply'): FormData {
  const { fileName, supplier, coverage } = fact;
  const form = new FormData();
  form.set('file', new Blob([csvOf(fact)]), fileName);
  for (const [name, value] of Object.entries({ supplier, coverage, mode })) form.set(name, value);
  return form;
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
