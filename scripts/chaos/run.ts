import { writeFileSync } from 'node:fs';
import { Connection, Client as Engine } from '@temporalio/client';
import { setUp } from '../dev/setup.mjs';
import { Bank } from './bank.js';
import { check } from './checker.js';
import { newTally } from './client.js';
import { Clinic } from './clinic.js';
import { Desk } from './desk.js';
import { Destroyer, FAIL_POINTS } from './destroyer.js';
import { type Facts, noFacts } from './facts.js';
import { type JourneyContext, setOut, USUAL } from './journeys.js';
import type { Options } from './options.js';
import { untilQuiet } from './quiet.js';
import { Random } from './random.js';
import { type Report, reportOf } from './report.js';
import { pause, Stack } from './stack.js';

export interface RunInput {
  readonly root: string;
  readonly dataDir: string;
  readonly options: Options;
  readonly say: (line: string) => void;
  readonly stop: AbortSignal;
}

/** After the destruction, clients still get this long to be told what became of their requests. */
const LAST_ANSWERS_MS = 60_000;
const SECONDS_PER_FAIL_POINT = 8;

/** One whole run: start, load under destruction, rest, check; whatever happens, all that was started is ended. */
export async function run(input: RunInput): Promise<Report> {
  const { root, options, say, stop } = input;
  const begun = Date.now();
  await setUp(root, { say, signal: stop });
  say(`seed ${options.seed}`);
  const stack = await Stack.start(root, input.dataDir, quietly(say), stop);
  try {
    say('everything is up');
    const tally = newTally();
    const facts = noFacts(stack.tap.deliveries);
    const over = new AbortController();
    const random = new Random(options.seed);
    const bank = new Bank(stack.sandboxUrl, over.signal);
    const clinic = await Clinic.open(stack, tally, random, over.signal, options.minutes);
    say('people and slots are there');
    const destroyer = new Destroyer(stack, bank, new Random(options.seed + 1), say, stop);
    const desk = new Desk(clinic, bank, facts, random, over.signal);
    const loadBegun = Date.now();
    await load({ input, stack, desk, destroyer, over });
    const loadEnded = Date.now();
    stop.throwIfAborted();
    const rested = new Bank(stack.sandboxUrl, stop);
    const unrest = await untilQuiet(stack, rested, say);
    // Asked by a client that has not given up yet.
    facts.freeSlots = await new ClinicAtRest(clinic).allFree();
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
    return reportOf({ options, verdict, facts, tally, deaths, points: FAIL_POINTS, times, unrest });
  } finally {
    say('ending everything');
    await stack.stop();
  }
}

interface Load {
  readonly input: RunInput;
  readonly stack: Stack;
  readonly desk: Desk;
  readonly destroyer: Destroyer;
  readonly over: AbortController;
}

/** Clients at work until all that was asked for has happened, or the time is over. */
async function load({ input, stack, desk, destroyer, over }: Load): Promise<void> {
  const { options, say, stop } = input;
  const limit = AbortSignal.any([stop, AbortSignal.timeout(options.minutes * 60_000)]);
  const connection = Connection.lazy({ address: stack.temporalAddress });
  const context: JourneyContext = { desk, engine: new Engine({ connection }), databaseUrl: stack.databaseUrl };
  const booked = () => desk.facts.bookings.filter((fact) => fact.outcome === 'done').length;
  const banking = new AbortController();
  const expectedMs = Math.max(30, FAIL_POINTS.length * options.perFailPoint * SECONDS_PER_FAIL_POINT) * 1_000;
  let destroying = true;
  const destruction = Promise.all([
    destroyer.atFailPoints(options.perFailPoint),
    destroyer.atRandom(options.kills, expectedMs / Math.max(1, options.kills)),
  ]).finally(() => {
    destroying = false;
  });
  const bankDays = destroyer.atTheBank(banking.signal);
  const clients = Array.from({ length: options.clients }, async (_, n) => {
    await pause(n * 150, limit);
    while (!limit.aborted && (destroying || booked() < options.bookings)) {
      const aimed = destroyer.wanted.length > 0 && desk.random.chance(0.5);
      await setOut(aimed ? desk.random.pick(destroyer.wanted) : desk.random.weighted(USUAL), context);
      // Enough has been booked: from here on the load only has to keep the fail points within reach.
      await pause(desk.random.between(0, booked() > options.bookings ? 2_500 : 400), limit);
    }
  });
  const ticker = setInterval(() => say(`${booked()} booked, ${progress(destroyer)}`), 20_000);
  try {
    await Promise.race([Promise.all([destruction, ...clients]), aborted(limit)]);
    banking.abort();
    say('the destruction is over');
    const told = Promise.all(clients).then(() => undefined);
    await Promise.race([told, pause(LAST_ANSWERS_MS, stop)]);
  } finally {
    clearInterval(ticker);
    banking.abort();
    over.abort();
    await Promise.all([bankDays, destruction, ...clients]);
    await connection.close();
  }
}

function progress({ deaths }: Destroyer): string {
  const total = (counts: Iterable<number>) => [...counts].reduce((sum, n) => sum + n, 0);
  return `${total(deaths.byPoint.values())} deaths at fail points, ${total(deaths.byTarget.values())} random kills`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** The children complain all the time, about each other: that is in their logs. */
function quietly(say: (line: string) => void): (line: string) => void {
  return (line) => {
    if (!line.startsWith('[') && !line.includes('died')) say(line);
  };
}

function keep(stack: Stack, facts: Facts): void {
  writeFileSync(stack.data.at('facts.json'), JSON.stringify({ ...facts, freeSlots: [...(facts.freeSlots ?? [])] }));
}
