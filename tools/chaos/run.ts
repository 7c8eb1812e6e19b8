import { setMaxListeners } from 'node:events';
import { writeFileSync } from 'node:fs';
import { Connection, Client as Engine } from '@temporalio/client';
import { Bank } from '../rig/bank.js';
import { Figures } from '../rig/chat/figures.js';
import { Client, type Json, newTally } from '../rig/client.js';
import type { RunInput } from '../rig/entry.js';
import { type Facts, noFacts } from '../rig/facts.js';
import { limitOf, quietly } from '../rig/limits.js';
import type { Outcome } from '../rig/outcome.js';
import { calm, untilQuiet } from '../rig/quiet.js';
import { Random } from '../rig/random.js';
import { pause, Stack } from '../rig/stack.js';
import { Buyers } from './buyers.js';
import { Chats, readRooms } from './chats.js';
import { check } from './checker.js';
import { Clinic } from './clinic.js';
import { Desk } from './desk.js';
import { type Aim, aimOf, Destroyer, type Focus, focusOf } from './destroyer.js';
import { IMPORTING, type Journey, type JourneyContext, PRESCRIBING, raiseDoubts, setOut, USUAL } from './journeys.js';
import { openSurgery } from './open-surgery.js';
import type { Options } from './options.js';
import { PriceLists } from './price-lists.js';
import { Pulls } from './pulls.js';
import { type Report, reportOf } from './report.js';
import { SupplierSite } from './supplier-site.js';
import type { Surgery } from './surgery.js';

/** After the destruction, clients still get this long to learn what became of their requests. */
const LAST_ANSWERS_MS = 30_000;
const SECONDS_PER_FAIL_POINT = 7;
/** Where doctors prescribe alone, or lists are imported alone: the kills lie between their requests, not before. */
const SECONDS_PER_PRESCRIPTION = 0.5;
const SECONDS_PER_IMPORT = 1;
const SECONDS_PER_PULL = 1;
const ASK_AGAIN_MS = 40_000;
/** What a client does next. */
const DRAWS: Readonly<Record<Focus, (random: Random) => Journey>> = {
  everything: (random) => random.weighted(USUAL),
  prescribing: (random) => random.weighted(PRESCRIBING),
  importing: (random) => random.weighted(IMPORTING),
};
/** A patient who has not opened the document is reminded within the run. */
const SETTINGS = { POLICY_DOCUMENT_REMINDER: '20s' };

/** One whole run: start, load under destruction, rest, check; whatever happens, all that was started is ended. */
export async function run(input: RunInput<Options>): Promise<Report> {
  const site = await SupplierSite.start();
  try {
    return await runWith(site, input);
  } finally {
    await site.stop();
  }
}

async function runWith(site: SupplierSite, input: RunInput<Options>): Promise<Report> {
  const { root, options, say, stop } = input;
  const begun = Date.now();
  say(`seed ${options.seed}`);
  const settings = { ...SETTINGS, SUPPLIER_PULL_ALLOW: site.host };
  const stack = await Stack.start({ root, dataDir: input.dataDir, say: quietly(say), stop, settings });
  try {
    say('everything is up');
    const tally = newTally();
    const facts = noFacts(stack.taps.stripe.deliveries, stack.deaths, site.fetches);
    const over = new AbortController();
    const limit = limitOf(options.minutes, stop);
    // Every wait of every client listens to it.
    setMaxListeners(0, over.signal, limit);
    const random = new Random(options.seed);
    const bank = new Bank(stack.sandboxUrl, over.signal);
    const { minutes, doctors } = options;
    const clinic = await Clinic.open(stack, { tally, random, over: over.signal, minutes, doctors });
    say('people and slots are there');
    const aim = aimOf(focusOf(options));
    const destroyer = new Destroyer(stack, bank, new Random(options.seed + 1), say, limit);
    const desk = new Desk(clinic, bank, facts, random, over.signal);
    const surgery = await openSurgery(desk, Client.anonymous(stack.apiUrl, tally, over.signal));
    say('doctors see their patients');
    const lists = new PriceLists(options.rows, random);
    const keeping = { manager: clinic.admin, lists, facts: facts.imports, random, over: over.signal };
    const buyers = new Buyers(keeping);
    const pulls = await Pulls.open({ ...keeping, site });
    const figures = new Figures();
    const url = stack.apiUrl;
    const chats = new Chats({ url, clinic, facts, figures, random: new Random(options.seed + 2), over: over.signal });
    const loadBegun = Date.now();
    await load({ input, stack, desk, chats, surgery, buyers, pulls, destroyer, aim, limit, over });
    const loadEnded = Date.now();
    stop.throwIfAborted();
    const rested = new Bank(stack.sandboxUrl, stop);
    const staff = clinic.admin.anew(stop);
    await calm(stack, [rested]);
    await untilQuiet(stack, [rested], say, { stop });
    const lastWords = AbortSignal.any([stop, AbortSignal.timeout(ASK_AGAIN_MS)]);
    const askers = [desk, surgery, buyers, pulls];
    await Promise.all(askers.map((asker) => asker.askAgain(lastWords)));
    await pulls.last(stop);
    await retrySomeRefunds(staff, say);
    await calm(stack, [rested]);
    const unrest = await untilQuiet(stack, [rested], say, { stop });
    await readRooms(clinic, facts, stop);
    await surgery.readPapers(stop);
    facts.freeSlots = await clinic.allFree(staff);
    keep(stack, facts);
    const verdict = await check({
      databaseUrl: stack.databaseUrl,
      temporalAddress: stack.temporalAddress,
      sandboxUrl: stack.sandboxUrl,
      mailUrl: stack.mailUrl,
      facts,
    });
    const seconds = (from: number, to: number) => Math.round((to - from) / 1_000);
    const times = {
      load: seconds(loadBegun, loadEnded),
      rest: seconds(loadEnded, Date.now()),
      total: seconds(begun, Date.now()),
    };
    const { deaths } = destroyer;
    return reportOf({ options, verdict, facts, figures, tally, deaths, points: aim.points, times, unrest });
  } finally {
    say('ending everything');
    await stack.stop();
  }
}

interface Load {
  readonly input: RunInput<Options>;
  readonly stack: Stack;
  readonly desk: Desk;
  readonly chats: Chats;
  readonly surgery: Surgery;
  readonly buyers: Buyers;
  readonly pulls: Pulls;
  readonly destroyer: Destroyer;
  readonly aim: Aim;
  /** No new journeys from here on. */
  readonly limit: AbortSignal;
  /** Nobody asks on from here on. */
  readonly over: AbortController;
}

/** Clients at work until all that was asked for has happened, or the time is over. */
async function load({ input, stack, destroyer, aim, limit, over, ...people }: Load): Promise<void> {
  const { options, say, stop } = input;
  const connection = Connection.lazy({ address: stack.temporalAddress });
  const engine = new Engine({ connection });
  const context: JourneyContext = { ...people, engine, databaseUrl: stack.databaseUrl };
  const { desk, chats, buyers } = people;
  const { facts, random } = desk;
  const booked = () => answered(facts.bookings);
  const issued = () => answered(facts.prescribing.prescriptions);
  const uploaded = () => answered(facts.imports.uploads);
  const pulled = () => answered(facts.imports.pulls);
  const isShort = () =>
    booked() < options.bookings ||
    issued() < options.prescriptions ||
    uploaded() < options.imports ||
    pulled() < options.pulls;
  const focus = focusOf(options);
  const draw = DRAWS[focus];
  const banking = new AbortController();
  const alone =
    focus === 'everything'
      ? 0
      : options.prescriptions * SECONDS_PER_PRESCRIPTION +
        options.imports * SECONDS_PER_IMPORT +
        options.pulls * SECONDS_PER_PULL;
  const expectedMs = Math.max(30, alone, aim.points.length * options.perPoint * SECONDS_PER_FAIL_POINT) * 1_000;
  let destroying = true;
  const destruction = Promise.all([
    destroyer.atFailPoints(aim, options.perPoint),
    destroyer.atRandom(aim, options.kills, expectedMs / Math.max(1, options.kills)),
  ]).finally(() => {
    destroying = false;
  });
  const bankDays = destroyer.atTheBank(banking.signal);
  const doubts = focus === 'everything' ? raiseDoubts(context, banking.signal) : undefined;
  const looking = buyers.look(banking.signal);
  const clients = Array.from({ length: options.clients }, async (_, n) => {
    await pause(n * 150, limit);
    while (!limit.aborted && (destroying || isShort())) {
      const aimed = destroyer.wanted.length > 0 && random.chance(0.5);
      await setOut(aimed ? random.pick(destroyer.wanted) : draw(random), context);
      // Enough has been done: from here on the load only has to keep the fail points within reach.
      await pause(random.between(0, isShort() ? 400 : 2_500), limit);
    }
  });
  const done = () => `${booked()} booked, ${issued()} prescribed, ${uploaded()} lists uploaded, ${pulled()} pulls`;
  const ticker = setInterval(() => say(`${done()}, ${progress(destroyer)}`), 20_000);
  try {
    while (!limit.aborted && (destroying || isShort())) await pause(250, limit);
    banking.abort();
    say('the destruction is over');
    await Promise.race([Promise.all([doubts, chats.ended(), ...clients]), pause(LAST_ANSWERS_MS, stop)]);
  } finally {
    clearInterval(ticker);
    banking.abort();
    over.abort();
    await Promise.all([bankDays, doubts, looking, destruction, ...clients]);
    await chats.ended();
    await connection.close();
  }
}

function answered(facts: readonly { readonly outcome: Outcome }[]): number {
  return facts.filter((fact) => fact.outcome === 'done').length;
}

function progress({ deaths }: Destroyer): string {
  const total = (counts: Iterable<number>) => [...counts].reduce((sum, n) => sum + n, 0);
  return `${total(deaths.byPoint.values())} deaths at fail points, ${total(deaths.byTarget.values())} random kills`;
}

function keep(stack: Stack, facts: Facts): void {
  const plain = (_: string, value: unknown) => (value instanceof Set || value instanceof Map ? [...value] : value);
  writeFileSync(stack.data.at('facts.json'), JSON.stringify(facts, plain));
}

/** Staff work off their list as far as they can: half of the refunds that failed are sent again. */
async function retrySomeRefunds(staff: Client, say: (line: string) => void): Promise<void> {
  const { reply } = await staff.ask('GET', '/api/v1/admin/attention/?limit=200');
  const entries = (Array.isArray(reply?.body) ? reply.body : []) as readonly Json[];
  const failed = entries.filter((entry) => entry.code === 'refund_failed' && typeof entry.appointment_id === 'string');
  const chosen = failed.filter((_, n) => n % 2 === 0);
  say(`${failed.length} refunds have failed, ${chosen.length} are sent again`);
  for (const entry of chosen) {
    const path = `/api/v1/admin/appointments/${String(entry.appointment_id)}/actions/`;
    await staff.ask('POST', path, { action: 'retry_refund', reason: 'chaos: sent again' });
  }
}
