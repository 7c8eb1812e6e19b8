import { Chats, IdleConnections, openRooms } from './chats.js';
import { Engines, settled } from './engines.js';
import type { Field, Pair, Size } from './field.js';
import { FullChat } from './full-chat.js';
import { importingPairs } from './importing-rows.js';
import { type Measured, measure, median, perSecond } from './measure.js';
import { Policies } from './policies.js';
import { prescribingPairs } from './prescribing-rows.js';
import { load, readsOf } from './reads.js';
import type { Comparison } from './report.js';
import { SignIns } from './sign-ins.js';
import { Webhooks } from './webhooks.js';

const LONGEST_HOLD_MS = 20;
const LISTING = '/api/v1/appointments/availabilities/list/';

/** Measures everything, a few seconds of one side right beside the same of the other, the first of them in turn. */
export async function runRounds(field: Field, size: Size): Promise<readonly Comparison[]> {
  const engine = new Engines(field);
  field.say('warming up');
  for (const width of [1, size.width]) {
    await engine.ours(size.sequential, width);
    await engine.bare(size.sequential, width);
  }
  const all = [
    ...bookingPairs(engine, size),
    ...readPairs(field, size),
    webhookPair(field, size),
    ...signInPairs(field),
    ...policyPairs(field, engine, size),
    ...(size.only === '' || size.only.startsWith('chat') ? await chatPairs(field) : []),
    ...(size.only === '' || size.only.startsWith('prescribing') ? await prescribingPairs(field, engine, size) : []),
    ...(size.only === '' || size.only.startsWith('catalogue') ? await importingPairs(field, size) : []),
  ];
  const pairs = all.filter(({ about }) => about.what.includes(size.only));
  // The engines are warm.
  for (const pair of pairs.filter(({ about }) => !about.what.startsWith('booking'))) {
    await pair.ours();
    await pair.bare();
  }
  const results = pairs.map(({ about }) => ({ ...about, ours: [] as number[], bare: [] as number[] }));
  for (let round = 0; round < size.rounds; round += 1) {
    for (const [index, pair] of pairs.entries()) {
      const sides = round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
      for (const side of sides) results[index]?.[side].push(await pair[side]());
    }
    const figures = results.map(({ ours, bare }) => `${ours.at(-1)?.toFixed(1)} : ${bare.at(-1)?.toFixed(1)}`);
    field.say(`round ${round + 1} of ${size.rounds}   ${figures.join('   ')}`);
  }
  return results;
}

const p50 = (measured: Measured) => median(measured.latenciesMs);

function bookingPairs(engine: Engines, size: Size): readonly Pair[] {
  return [
    {
      about: { what: 'booking, one after the other', unit: 'ms p50', target: { atMost: 1.1 } },
      ours: async () => p50(await engine.ours(size.sequential, 1)),
      bare: async () => p50(await engine.bare(size.sequential, 1)),
    },
    {
      about: { what: `booking, ${size.width} at a time`, unit: 'per s', target: { atLeast: 0.8 } },
      ours: async () => perSecond(await engine.ours(size.concurrent, size.width)),
      bare: async () => perSecond(await engine.bare(size.concurrent, size.width)),
    },
  ];
}

/**
 * Verified, durably taken, answered, and its appointment notified. What the worker makes of it is another machine's load in
 * production, and as much again as all the rest: it stands still meanwhile, and is done before the next is measured.
 */
function webhookPair({ product, bookings, bare }: Field, { connections, seconds }: Size): Pair {
  const webhooks = new Webhooks(product, bookings);
  return {
    about: { what: `webhook, ${connections} connections`, unit: 'per s', target: { atLeast: 0.75 } },
    ours: async () => {
      await webhooks.open();
      product.worker.pause();
      const taken = webhooks.load(product.url, '/webhook/stripe/', { connections, seconds });
      const perSecondTaken = await Promise.race([taken, product.died]).finally(() => product.worker.goOn());
      await settled(async () => (await webhooks.waiting()) === 0, 'the webhooks to be processed');
      return perSecondTaken;
    },
    bare: () => webhooks.load(bare.routesUrl, '/webhook', { connections, seconds }),
  };
}

/** Argon2 is slow on purpose: what a sign-in adds to it, and how little one that attacks takes from the others. */
function signInPairs({ product, bare }: Field): readonly Pair[] {
  const people = new SignIns(product);
  const some = { signIns: 40, width: 1 };
  const alone = () => Promise.race([people.percentile(95, { signIns: 60, width: 2 }), product.died]);
  return [
    {
      about: { what: 'sign-in', unit: 'ms p50', target: { atMost: 1.25 } },
      ours: () => Promise.race([people.percentile(50, some), product.died]),
      bare: async () => {
        const call = async () => {
          const { ok } = await fetch(`${bare.routesUrl}/sign-in`, { method: 'POST' });
          if (!ok) throw new Error('the bare sign-in was refused');
        };
        return median((await measure(some.signIns, some.width, call)).latenciesMs);
      },
    },
    {
      // Bare is the product without the flood.
      about: { what: 'sign-ins beside 200 wrong ones a second', unit: 'ms p95', target: { atMost: 2 } },
      ours: () => Promise.race([people.percentileBeside(200, 95, { signIns: 60, width: 2 }), product.died]),
      bare: alone,
    },
  ];
}

/**
 * A message on its way from one device to another, by one process and from one to another. What the table is, the bare side's
 * row is; it has one process.
 */
async function chatPairs({ product, bare }: Field): Promise<readonly Pair[]> {
  const [full, empty, ...rooms] = await openRooms(product.core, product.population);
  if (!full || !empty) throw new Error('there are too few rooms for the chat');
  const [crowded, second, idle] = [
    await FullChat.open(product, full),
    await product.startApi(),
    await product.startApi(),
  ];
  const connections = [new IdleConnections(rooms, idle), new IdleConnections(rooms, bare.idleChat)] as const;
  const one = new Chats(rooms, { sender: product.url, receiver: product.url });
  const two = new Chats(rooms, { sender: product.url, receiver: second.url });
  const plain = new Chats(rooms, { sender: bare.chatUrl, receiver: bare.chatUrl });
  const [some, many, most] = [
    { messages: 80, width: 1 },
    { messages: 80, width: 4 },
    { messages: 120, width: 20 },
  ];
  const of = (work: () => Promise<number>) => () => Promise.race([work(), product.died]);
  return [
    {
      // Bare reads the same rows as they are, all of them, sealed.
      about: { what: 'chat, search in 10,000 messages', unit: 'ms p50', target: { atMost: 3 } },
      ours: of(() => crowded.search()),
      bare: of(() => crowded.rows()),
    },
    {
      // Bare is what is allowed.
      about: { what: 'chat, longest hold of a search', unit: 'ms', target: { atMost: 1 } },
      ours: of(() => crowded.longestHold()),
      bare: async () => LONGEST_HOLD_MS,
    },
    {
      // Bare is the product in a room that has next to none.
      about: { what: 'chat, sending among 10,000 messages', unit: 'ms p50', target: { atMost: 1.2 } },
      ours: of(() => crowded.send()),
      bare: of(() => crowded.send(empty)),
    },
    {
      about: { what: 'chat, to the other device', unit: 'ms p50', target: { atMost: 2 } },
      ours: of(() => one.percentile(50, some)),
      bare: () => plain.percentile(50, some),
    },
    {
      about: { what: 'chat, to the other device', unit: 'ms p99', target: { atMost: 3 } },
      ours: of(() => one.percentile(99, many)),
      bare: () => plain.percentile(99, many),
    },
    {
      about: { what: 'chat, to another process', unit: 'ms p50', target: { atMost: 3 } },
      ours: of(() => two.percentile(50, some)),
      bare: () => plain.percentile(50, some),
    },
    {
      about: { what: `chat, ${most.width} at a time`, unit: 'per s', target: { atLeast: 0.5 } },
      ours: of(() => one.perSecond(most)),
      bare: () => plain.perSecond(most),
    },
    {
      about: { what: 'chat, one idle connection', unit: 'kB', target: { atMost: 1.5 } },
      ours: of(() => connections[0].more()),
      bare: () => connections[1].more(),
    },
  ];
}

function readPairs(field: Field, size: Size): readonly Pair[] {
  const { bookings, bare } = field;
  const shared = { connections: size.connections, seconds: size.seconds };
  const ours = readersOf(field, size);
  const plain = (paths: readonly string[]) => load({ url: bare.routesUrl, calls: readsOf(paths, []), ...shared });
  return [
    {
      about: { what: `slot listing, ${size.connections} connections`, unit: 'per s', target: { atLeast: 0.85 } },
      ours: ours.slots,
      bare: () => plain(['/slots']),
    },
    {
      about: { what: `appointment read, ${size.connections} connections`, unit: 'per s', target: { atLeast: 0.75 } },
      ours: ours.appointment,
      bare: () => plain(bookings.all.map(({ id }) => `/appointments/${id}`)),
    },
    {
      about: {
        what: `audited read by a doctor, ${size.connections} connections`,
        unit: 'per s',
        target: { atLeast: 0.6 },
      },
      ours: ours.audited,
      bare: () => plain(bookings.all.map(({ id }) => `/audited-appointments/${id}`)),
    },
  ];
}

/** Reads of the product. Each patient, and each doctor, reads the own appointments. */
function readersOf({ product, bookings }: Field, { connections, seconds }: Size) {
  const read = (paths: readonly string[], readers: readonly string[]) =>
    Promise.race([load({ url: product.url, calls: readsOf(paths, readers), connections, seconds }), product.died]);
  const patients = product.population.patients.map(({ token }) => token);
  const visits = () => bookings.all.map(({ id }) => `/api/v1/appointments/${id}/`);
  return {
    slots: () => read([LISTING], patients),
    appointment: () =>
      read(
        visits(),
        bookings.all.map(({ token }) => token),
      ),
    audited: () =>
      read(
        visits(),
        bookings.all.map(({ doctorToken }) => doctorToken),
      ),
  };
}

/** What the policies of the tables cost: bare is the product itself, while no table has any. */
function policyPairs(field: Field, engine: Engines, size: Size): readonly Pair[] {
  const policies = new Policies(field.servers.databaseUrl);
  const reads = readersOf(field, size);
  const pair = (what: string, run: () => Promise<number>, about: Pick<Pair['about'], 'unit' | 'target'>): Pair => ({
    about: { what: `${what}, with and without policies`, ...about },
    ours: run,
    bare: () => policies.without(run),
  });
  const rate = { unit: 'per s', target: { atLeast: 0.9 } };
  return [
    pair('slot listing', reads.slots, rate),
    pair('appointment read', reads.appointment, rate),
    pair('audited read', reads.audited, rate),
    pair('booking, one after the other', async () => p50(await engine.ours(size.sequential, 1)), {
      unit: 'ms p50',
      target: { atMost: 1.11 },
    }),
    pair(
      `booking, ${size.width} at a time`,
      async () => perSecond(await engine.ours(size.concurrent, size.width)),
      rate,
    ),
  ];
}
