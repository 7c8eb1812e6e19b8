// `npm run bench`: what Keepwell adds to its engine and its database, both sides in one run on one machine.
// Options: --json FILE, --rounds N, --only TEXT (rows with it in their names), --profile FOLDER (CPU profiles of worker
// and API).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, root } from '../rig/entry.js';
import { costOf } from './billable-actions.js';
import { Bookings } from './bookings.js';
import { Child } from './children.js';
import type { Field, Size } from './field.js';
import { bookingsBesidePrescribing } from './prescribing-rows.js';
import { type Product, startProduct } from './product.js';
import { judge, machineNotes, tableOf } from './report.js';
import { runRounds } from './rounds.js';
import { type Servers, startServers } from './servers.js';

const BARE_QUEUE = 'bench-bare';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    profile: { type: 'string' },
    /** Internal: which of the bare processes this one is. */
    role: { type: 'string' },
  },
});

/** The bare side's processes are this script too, under another role. */
const ROLES: Readonly<Record<string, () => Promise<void>>> = {
  'bare-worker': async () => (await import('./bare/worker.js')).runBareWorker(given('BENCH_TEMPORAL'), BARE_QUEUE),
  'bare-caller': async () => (await import('./bare/caller.js')).runBareCaller(given('BENCH_TEMPORAL'), BARE_QUEUE),
  'bare-documents': async () => (await import('./bare/documents.js')).runBareDocuments(),
  'bare-chat': async () => (await import('./bare/chat.js')).runBareChat(given('BENCH_DATABASE')),
  'bare-routes': async () =>
    (await import('./bare/routes.js')).runBareRoutes({
      databaseUrl: given('BENCH_DATABASE'),
      encryptionKeys: given('BENCH_KEYS'),
      clinicId: given('BENCH_CLINIC'),
      webhookSecret: given('BENCH_WEBHOOK_SECRET'),
      passwordHash: given('BENCH_PASSWORD_HASH'),
    }),
};

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
}

const role = options.role === undefined ? undefined : ROLES[options.role];
if (role) await role();
else process.exit(await bench());

async function bench(): Promise<number> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const aborted = new Promise<never>((_resolve, reject) => {
    stopping.signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
  });
  aborted.catch(() => undefined); // raced below
  const begun = Date.now();
  const say = (line: string) =>
    console.log(`bench: ${String(Math.round((Date.now() - begun) / 1000)).padStart(3)} s  ${line}`);
  const ends: (() => Promise<void>)[] = [];
  try {
    // What is measured is the build, as in production.
    await build(say, stopping.signal);
    await Promise.race([compare({ say, ends, stop: stopping.signal }), aborted]);
    return 0;
  } catch (error) {
    if (stopping.signal.aborted) return 130;
    console.error(error instanceof Error ? `bench: ${error.stack}` : error);
    return 1;
  } finally {
    for (const end of ends.reverse())
      await end().catch((error: unknown) => console.error('bench: while stopping:', error));
  }
}

interface Context {
  readonly say: (line: string) => void;
  readonly ends: (() => Promise<void>)[];
  readonly stop: AbortSignal;
}

async function compare({ say, ends, stop }: Context): Promise<void> {
  const notes = machineNotes();
  const size: Size = {
    rounds: Number(options.rounds),
    sequential: 40,
    concurrent: 200,
    width: 20,
    seconds: 3,
    connections: 30,
    only: options.only,
  };
  const servers = await startServers();
  ends.push(() => servers.stop());
  if (options.profile !== undefined) mkdirSync(options.profile, { recursive: true });
  // To warm up; then three times a round, with the comparison of policies, and beside what is prescribed.
  const engine = size.sequential * 2 + 3 * size.rounds * (size.sequential + size.concurrent);
  const total = engine + bookingsBesidePrescribing(size);
  const product = await startProduct(servers, {
    root,
    patients: Bookings.patientsFor(total),
    profile: options.profile,
    stop,
  });
  ends.push(() => product.stop());
  const bookings = new Bookings(product);
  ends.push(async () => bookings.close());
  const bare = await startBare(servers, product, ends);
  const field: Field = { servers, product, bookings, bare, say };
  const verdicts = (await runRounds(field, size)).map(judge);
  const costs = await costsOf(field);
  console.log(`\n${tableOf(verdicts)}\n\n${[...costs, ...notes].map((line) => `- ${line}`).join('\n')}\n`);
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ verdicts, notes: [...costs, ...notes], size }, null, 2)}\n`);
}

async function startBare(servers: Servers, product: Product, ends: Context['ends']): Promise<Field['bare']> {
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    BENCH_TEMPORAL: servers.temporalAddress,
    BENCH_DATABASE: servers.databaseUrl,
    BENCH_KEYS: product.encryptionKeys,
    BENCH_WEBHOOK_SECRET: product.webhookSecret,
    BENCH_CLINIC: product.population.clinicId,
    BENCH_PASSWORD_HASH: product.population.passwordHash,
  };
  const start = (name: string) => {
    const args = ['--import', 'tsx', join('tools', 'bench', 'main.ts'), '--role', name];
    const child = new Child({ name, args, env, root, logs: servers.logs });
    ends.push(() => child.stop());
    return child;
  };
  const [worker, caller] = [start('bare-worker'), start('bare-caller')];
  const [routes, chat, idle] = [start('bare-routes'), start('bare-chat'), start('bare-chat')];
  const documents = start('bare-documents');
  await Promise.all([worker.receive(), caller.receive(), documents.receive()]);
  const [routesUrl, chatUrl, idleUrl] = await Promise.all([urlOf(routes), urlOf(chat), urlOf(idle)]);
  return { worker, caller, documents, routesUrl, chatUrl, idleChat: { url: idleUrl, pid: idle.pid } };
}

async function urlOf(child: Child): Promise<string> {
  const ready = await child.receive();
  if (ready.about !== 'ready' || ready.url === undefined)
    throw new Error('a bare process does not say where it listens');
  return ready.url;
}

/** What one booking costs the engine on either side: the shape behind the figures. */
async function costsOf({ product, bookings, bare }: Field): Promise<readonly string[]> {
  const { workflow } = product.core.client;
  const reply = await bare.caller.ask({ ask: 'run', count: 1, width: 1 });
  const bareId = reply.about === 'run' ? reply.lastId : '';
  const sides = [
    ['keepwell', bookings.all.at(-1)?.id ?? ''],
    ['bare', bareId],
  ] as const;
  return Promise.all(
    sides.map(async ([name, id]) => {
      const { actions, events } = costOf(await workflow.getHandle(id).fetchHistory());
      return `a booking in the engine, ${name}: ${actions} actions, ${events} events by now`;
    }),
  );
}
