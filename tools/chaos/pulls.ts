import { type Client, textOf } from '../rig/client.js';
import type { ImportFacts, PriceListFact, PullEndFact, PullFact } from '../rig/import-facts.js';
import type { Random } from '../rig/random.js';
import { pause } from '../rig/stack.js';
import { Asking, unasked } from './asking.js';
import type { PriceLists } from './price-lists.js';
import type { SupplierSite } from './supplier-site.js';

/** Whose lists are fetched. Nobody sends any of `alma` and `medreleaf`. */
const PULLED = ['alma', 'medreleaf', 'tasmanianBotanics'] as const;
type Pulled = (typeof PULLED)[number];
/** It is left with a source that fails. */
const LEFT_FAILING: Pulled = 'medreleaf';
const ENDED_WITHIN_MS = 120_000;
const LAST_WITHIN_MS = 60_000;
/** Failures in a row after which a person is asked to look. */
const SHOWN_AFTER = 3;

export interface PullsOptions {
  /** Keeps the catalogue. */
  readonly manager: Client;
  readonly site: SupplierSite;
  readonly lists: PriceLists;
  readonly facts: ImportFacts;
  readonly random: Random;
  readonly over: AbortSignal;
}

/** Price lists that are fetched from their suppliers, one after the other of each, while the lists on offer change; every answer is remembered. */
export class Pulls {
  private readonly asking: Asking;
  private readonly free = new Set<Pulled>(PULLED);
  private readonly offered = new Map<Pulled, PriceListFact>();

  private constructor(private readonly options: PullsOptions) {
    this.asking = new Asking(options.manager);
  }

  /** Says where each list is fetched from. No Schedule comes due by itself in a run: each pull is asked for. */
  static async open(options: PullsOptions): Promise<Pulls> {
    const pulls = new Pulls(options);
    for (const supplier of PULLED) {
      const source = { every: '365d', mode: 'apply', coverage: 'full', enabled: true };
      const url = options.site.urlOf(supplier);
      const { reply } = await options.manager.ask('PUT', pathOf(supplier), { ...source, url });
      if (reply?.status !== 200) throw new Error(`a source answered ${JSON.stringify(reply)}`);
      pulls.offer(supplier, pulls.newList(supplier));
    }
    return pulls;
  }

  /** A supplier has a new list; now and then its server has one bad moment at first. */
  pulled(): Promise<void> {
    return this.withOne(async (supplier) => {
      const times = this.options.random.chance(0.15) ? 1 : 0;
      this.offer(supplier, this.newList(supplier), { status: 503, times });
      await this.pull(supplier, this.options.over);
    });
  }

  /** The next list is there as soon as the last one is fetched, whose import may still be under way. */
  pulledTwice(): Promise<void> {
    return this.withOne(async (supplier) => {
      for (const _ of ['first', 'second']) {
        this.offer(supplier, this.newList(supplier));
        await this.pull(supplier, this.options.over);
      }
    });
  }

  /** Nothing is new. */
  pulledUnchanged(): Promise<void> {
    return this.withOne(async (supplier) => {
      this.offer(supplier, this.offered.get(supplier) ?? this.newList(supplier));
      await this.pull(supplier, this.options.over);
    });
  }

  /** The list cannot be had, three times or more in a row. A server that is too busy is asked four times in each run, which takes long. */
  pulledInVain(): Promise<void> {
    const { random, over } = this.options;
    return this.withOne(async (supplier) => {
      for (let left = random.between(SHOWN_AFTER, SHOWN_AFTER + 1); left > 0 && !over.aborted; left -= 1) {
        this.fail(supplier, random.weighted({ 404: 7, 401: 3, 503: 2 }));
        await this.pull(supplier, over);
      }
    });
  }

  /** Asks once more what nobody has answered, now that all processes live. */
  askAgain(until: AbortSignal): Promise<void> {
    return this.asking.again(until);
  }

  /**
   * Fetches once more, in calm, what is on offer: whatever was lost comes now, unless the product believes that it has it. One source is
   * left failing.
   */
  async last(until: AbortSignal): Promise<void> {
    const manager = this.options.manager.anew(until);
    await Promise.all(
      PULLED.map(async (supplier) => {
        const list = this.offered.get(supplier) ?? this.newList(supplier);
        if (supplier !== LEFT_FAILING) {
          this.offer(supplier, list);
          await this.pull(supplier, until, manager);
          return;
        }
        this.fail(supplier, '404');
        const begun = Date.now();
        const end = begun + LAST_WITHIN_MS;
        for (let failures = 0; failures < SHOWN_AFTER && Date.now() < end && !until.aborted; ) {
          const ended = await this.pull(supplier, until, manager);
          if (ended?.result === 'failed' && ended.at > begun) failures += 1;
        }
      }),
    );
  }

  /** With a supplier from whom nothing is fetched at this moment; not at all where there is none. */
  private async withOne(journey: (supplier: Pulled) => Promise<void>): Promise<void> {
    if (this.free.size === 0) return;
    const supplier = this.options.random.pick([...this.free]);
    this.free.delete(supplier);
    try {
      await journey(supplier);
    } finally {
      this.free.add(supplier);
    }
  }

  private newList(supplier: Pulled): PriceListFact {
    const list = this.options.lists.next(supplier, 'full');
    this.offered.set(supplier, list);
    this.options.facts.offered.push(list);
    return list;
  }

  /** Every other server names its lists by tags. */
  private offer(supplier: Pulled, list: PriceListFact, errors = { status: 503, times: 0 }): void {
    this.options.site.offer({ list, isTagged: supplier !== LEFT_FAILING, errors });
  }

  private fail(supplier: Pulled, status: string): void {
    const list = this.offered.get(supplier) ?? this.newList(supplier);
    this.offer(supplier, list, { status: Number(status), times: Number.POSITIVE_INFINITY });
  }

  /** Has a list fetched; the run that has ended next, null where none has in time. */
  private async pull(supplier: Pulled, until: AbortSignal, by = this.options.manager): Promise<PullEndFact | null> {
    const { facts } = this.options;
    const before = await this.readEnd(supplier, by);
    if (before === undefined) return null;
    const fact: PullFact = { supplier, ...unasked() };
    facts.pulls.push(fact);
    await this.asking.ask(fact, { method: 'POST', path: `${pathOf(supplier)}run/` }, by);
    if (fact.outcome !== 'done') return null;
    for (const end = Date.now() + ENDED_WITHIN_MS; Date.now() < end && !until.aborted; ) {
      const found = await this.readEnd(supplier, by);
      if (found && found.at !== before?.at) return found;
      await pause(200, until);
    }
    return null;
  }

  /** The last run, as the API shows it; null before the first one, undefined where nobody answers. */
  private async readEnd(supplier: Pulled, by: Client): Promise<PullEndFact | null | undefined> {
    const reply = await by.askOnce('GET', pathOf(supplier));
    if (reply?.status !== 200) return undefined;
    const { last_run: last } = reply.body as { readonly last_run: Readonly<Record<string, unknown>> | null };
    if (last === null) return null;
    const [at, result] = [Date.parse(textOf(last, 'at') ?? ''), textOf(last, 'result') as PullEndFact['result']];
    const end = { supplier, at, result, importId: textOf(last, 'import_id') };
    const { pullEnds } = this.options.facts;
    const known = pullEnds.find((one) => one.supplier === supplier && one.at === at);
    if (!known) pullEnds.push(end);
    return known ?? end;
  }
}

function pathOf(supplier: string): string {
  return `/api/v1/supplier-products/suppliers/${supplier}/source/`;
}
