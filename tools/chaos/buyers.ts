import { randomUUID } from 'node:crypto';
import { type Client, type Json, type Payload, type Reply, textOf } from '../rig/client.js';
import type { DecisionFact, ImportFacts, UploadFact } from '../rig/import-facts.js';
import type { AskedFact } from '../rig/prescribing-facts.js';
import type { Random } from '../rig/random.js';
import { pause } from '../rig/stack.js';

const IMPORTS = '/api/v1/supplier-products/imports/';
const REASON = 'Chaos run, weighed against the alternatives';
const SETTLED_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 250;
/** The longest page. */
const PAGE = 200;
/** Lists of these are always full: whoever looks sees one list, whole. */
export const FULL_ONLY = ['botanitech', 'medreleaf', 'tasmanianBotanics'] as const;
/** Some lists of this one are partial. */
const MIXED = 'phytoca';
const COLUMNS = 'product_code,product_name,strength,dose_form,pack,price,stock_quantity';

type ImportState = string;
const DECIDABLE: ReadonlySet<ImportState> = new Set(['previewed', 'applied', 'failed']);
const ENDED: ReadonlySet<ImportState> = new Set(['applied', 'failed', 'undone', 'cancelled']);

export interface BuyersOptions {
  /** Keeps the catalogue. */
  readonly manager: Client;
  /** Products of each list. */
  readonly rows: number;
  readonly facts: ImportFacts;
  readonly random: Random;
  readonly over: AbortSignal;
}

/** Price lists that are uploaded, applied and taken back, and readers who look at the catalogue all the while; every answer is remembered. */
export class Buyers {
  private readonly unanswered: ((until: AbortSignal) => Promise<void>)[] = [];
  private lists = 0;

  constructor(private readonly options: BuyersOptions) {}

  get random(): Random {
    return this.options.random;
  }

  /** A supplier of whom there may be another import at this moment. */
  supplier(): string {
    return this.random.pick([...FULL_ONLY, MIXED]);
  }

  async upload(supplier: string): Promise<UploadFact> {
    const fact = this.newUpload(supplier);
    const form = formOf(fact, this.random.pick(['preview', 'apply']));
    await this.ask(fact, IMPORTS, form, ({ status, body }) => {
      if (status === 202) fact.id = textOf(body, 'id');
    });
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
    await this.ask(fact, `${IMPORTS}${importId}/${decision}/`, body, () => {});
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
  async askAgain(until: AbortSignal): Promise<void> {
    await Promise.all(this.unanswered.splice(0).map((again) => again(until)));
  }

  private newUpload(supplier: string): UploadFact {
    this.lists += 1;
    const coverage = supplier === MIXED && this.random.chance(0.5) ? 'partial' : 'full';
    const stock = this.lists;
    const fileName = `chaos-${stock}-${randomUUID()}.csv`;
    const fact: UploadFact = { fileName, supplier, coverage, prices: this.prices(), stock, id: null, ...unasked() };
    this.options.facts.uploads.push(fact);
    return fact;
  }

  /** A window of the supplier's products: some come, some go, some come back. */
  private prices(): ReadonlyMap<string, number> {
    const { rows } = this.options;
    const first = this.random.between(0, Math.ceil(rows / 8));
    const price = () => this.random.between(1_000, 1_300);
    return new Map(Array.from({ length: rows }, (_, at) => [`CH${String(first + at).padStart(6, '0')}`, price()]));
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

  private async ask(
    fact: AskedFact,
    path: string,
    body: Payload,
    note: (reply: Reply) => void,
    by = this.options.manager,
  ): Promise<void> {
    const answer = await by.ask('POST', path, body, fact.key);
    fact.outcome = answer.outcome;
    fact.statuses.push(...answer.statuses);
    if (answer.reply) note(answer.reply);
    if (answer.outcome === 'refused') fact.code = textOf(answer.reply?.body, 'code');
    const again = (until: AbortSignal) => this.ask(fact, path, body, note, by.anew(until));
    if (answer.outcome === 'unknown') this.unanswered.push(again);
  }
}

function formOf({ fileName, supplier, coverage, prices, stock }: UploadFact, mode: 'preview' | 'apply'): FormData {
  const rows = [...prices].map(
    ([code, cents]) => `${code},Product ${code},THC 10 mg/mL,oral liquid,30 mL,${(cents / 100).toFixed(2)},${stock}`,
  );
  const form = new FormData();
  form.set('file', new Blob([`${[COLUMNS, ...rows].join('\r\n')}\r\n`]), fileName);
  for (const [name, value] of Object.entries({ supplier, coverage, mode })) form.set(name, value);
  return form;
}

function unasked(): AskedFact {
  return { key: randomUUID(), outcome: 'unknown', statuses: [], code: null };
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
