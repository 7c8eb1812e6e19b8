import { setMaxListeners } from 'node:events';
import pg from 'pg';
import { Bank, type Gateway } from '../rig/bank.js';
import { newTally } from '../rig/client.js';
import type { RunInput } from '../rig/entry.js';
import { noFacts } from '../rig/facts.js';
import { limitOf, quietly } from '../rig/limits.js';
import { calm, untilQuiet } from '../rig/quiet.js';
import { pause, Stack } from '../rig/stack.js';
import { audit } from './checker.js';
import { Faults } from './faults.js';
import type { Options } from './options.js';
import { Payer, type Scene } from './payer.js';
import { openClinics } from './people.js';
import { planned } from './plan.js';
import { type Reconciled, reconcile, retryRefunds } from './repair.js';
import { type Report, reportOf, Stories } from './report.js';
import { play } from './stories.js';
import { Watch } from './watch.js';

const GATEWAYS: readonly Gateway[] = ['stripe', 'paystack'];

/** Windows of seconds, so that deadlines really pass; no warnings and no reminders, which are not what is looked at. */
const SETTINGS = {
  POLICY_PAYMENT_WINDOW: '10s',
  POLICY_PAYMENT_WARNING: '0s',
  POLICY_PROCESSING_LIMIT: '12s',
  POLICY_REMINDERS: '',
  POLICY_REFUND_APPROVAL_ABOVE: '20.00',
};

/** When enough has been paid, stories that have begun still get this long. */
const LAST_STORIES_MS = 150_000;
/** What was lost with a process is found by the maintenance, which runs every minute. */
const REST_MS = 360_000;
const ROUNDS = 4;

/** One whole run: start, payments under faults, rest, repair, audit; whatever happens, all that was started is ended. */
export async function run(input: RunInput<Options>): Promise<Report> {
  const { root, dataDir, options, say, stop } = input;
  const begun = Date.now();
  say(`seed ${options.seed}`);
  const stack = await Stack.start({
    ...{ root, dataDir, say: quietly(say), stop },
    settings: SETTINGS,
    mail: 'sink',
    engineInMemory: true,
  });
  const db = new pg.Pool({ connectionString: stack.databaseUrl, max: 6 });
  try {
    const tally = newTally();
    const over = new AbortController();
    // Every wait of every patient listens to it.
    setMaxListeners(0, over.signal);
    const scene: Scene = {
      sides: await openClinics(stack, db, tally, over.signal, options.payments),
      banks: banksOf(stack, over.signal),
      watch: new Watch(db, over.signal),
      db,
      over: over.signal,
    };
    say('everything is up, people are there');
    const faults = new Faults(stack, scene.banks, options.seed, over.signal);
    const loadBegun = Date.now();
    const stories = await load({ input, scene, faults, over });
    const loadEnded = Date.now();
    stop.throwIfAborted();
    const banks = Object.values(banksOf(stack, stop));
    const rest = (inbox: boolean) => untilQuiet(stack, banks, say, { stop, limitMs: REST_MS, inbox });
    await calm(stack, banks);
    await rest(false);
    let retried = await retryFailedRefunds(scene, rest, input);
    const found: Reconciled = await reconcile(stack, begun);
    say(`reconciliation: ${found.repaired} repaired, ${found.flagged} flagged`);
    await rest(false);
    retried += await retryFailedRefunds(scene, rest, input);
    const unrest = await rest(true);
    const left = await reconcile(stack, begun);
    const { databaseUrl, temporalAddress, sandboxUrl } = stack;
    const facts = noFacts(stack.taps.stripe.deliveries, stack.deaths);
    const sources = { databaseUrl, temporalAddress, sandboxUrl, mailUrl: null, gateways: GATEWAYS, facts };
    const audited = await audit(sources, stack.taps.paystack.deliveries);
    const seconds = (from: number, to: number) => Math.round((to - from) / 1_000);
    const times = {
      load: seconds(loadBegun, loadEnded),
      rest: seconds(loadEnded, Date.now()),
      total: seconds(begun, Date.now()),
    };
    return reportOf({ options, audited, stories, faults, tally, times, unrest, retried, found, left });
  } finally {
    say('ending everything');
    await db.end();
    await stack.stop();
  }
}

function banksOf(stack: Stack, over: AbortSignal): Readonly<Record<Gateway, Bank>> {
  const bank = (gateway: Gateway) => new Bank(stack.sandboxUrl, over, gateway);
  return { stripe: bank('stripe'), paystack: bank('paystack') };
}

interface Load {
  readonly input: RunInput<Options>;
  readonly scene: Scene;
  readonly faults: Faults;
  /** Nobody goes on from here on. */
  readonly over: AbortController;
}

/** Patients at work until the banks have taken money often enough, or the time is over. */
async function load({ input, scene, faults, over }: Load): Promise<Stories> {
  const { options, say, stop } = input;
  const stories = new Stories();
  const limit = limitOf(options.minutes, stop);
  setMaxListeners(0, limit);
  const watching = scene.watch.run();
  const enough = () => limit.aborted || stories.captured >= options.payments;
  let next = 0;
  const clients = Array.from({ length: options.clients }, async (_, client) => {
    await pause(client * 100, limit);
    while (!enough()) {
      const n = next;
      next += 1;
      await faults.at(n);
      const plan = planned(options.seed, n);
      const cast = [new Payer(scene, plan), new Payer(scene, plan)] as const;
      stories.begin(plan.story);
      await play(plan.story, ...cast);
      stories.end(plan.story, cast);
    }
  });
  const ticker = setInterval(() => say(`${stories.captured} paid, ${next} begun, ${killsOf(faults)} kills`), 20_000);
  try {
    const all = Promise.all(clients);
    while (!enough()) await Promise.race([all, pause(250, limit)]);
    say('enough was paid');
    await Promise.race([all, pause(LAST_STORIES_MS, stop)]);
  } finally {
    clearInterval(ticker);
    over.abort();
    await Promise.all([watching, ...clients]);
  }
  return stories;
}

function killsOf({ kills }: Faults): number {
  return [...kills.values()].reduce((sum, n) => sum + n, 0);
}

/** Staff send failed refunds again until none is left that they could. */
async function retryFailedRefunds(
  scene: Scene,
  rest: (inbox: boolean) => Promise<unknown>,
  { say, stop }: RunInput<Options>,
): Promise<number> {
  let retried = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const count = await retryRefunds(scene, stop);
    if (count === 0) break;
    say(`refunds of ${count} appointments had failed and are sent again`);
    retried += count;
    await rest(false);
  }
  return retried;
}
