import { setMaxListeners } from 'node:events';
import { writeFileSync } from 'node:fs';
import { ChatClient } from '../rig/chat/client.js';
import { Figures } from '../rig/chat/figures.js';
import { type Message, messageOf, type RoomShown } from '../rig/chat/seen.js';
import { Client, type Json, newTally } from '../rig/client.js';
import type { RunInput } from '../rig/entry.js';
import { quietly } from '../rig/limits.js';
import { Random } from '../rig/random.js';
import { pause, Stack } from '../rig/stack.js';
import { check } from './checker.js';
import { destroy } from './destroyer.js';
import { load } from './load.js';
import type { Options } from './options.js';
import { openRooms, type Room, several } from './people.js';
import { type Report, reportOf } from './report.js';

/** A poke that was lost is made up for after five seconds: nothing comes any more when nothing has come for longer. */
const QUIET_MS = 6_000;
const QUIET_WITHIN_MS = 120_000;
const CONNECTED_WITHIN_MS = 60_000;
const PAGE = 200;

/** One whole run: start, chat under destruction, rest, check; whatever happens, all that was started is ended. */
export async function run(input: RunInput<Options>): Promise<Report> {
  const { root, options, say, stop } = input;
  const begun = Date.now();
  say(`seed ${options.seed}`);
  const stack = await Stack.start({
    ...{ root, dataDir: input.dataDir, say: quietly(say), stop, apiProcesses: 2, engineInMemory: true, mail: 'sink' },
    settings: {
      PAYMENTS_ENABLED: 'false',
      // Each connection renews its token while it lasts.
      ACCESS_TOKEN_TTL: `${Math.max(30, Math.round(options.seconds / 2))}s`,
    },
  });
  const over = new AbortController();
  const leave = () => over.abort();
  stop.addEventListener('abort', leave);
  setMaxListeners(0, over.signal, stop);
  let staying: Promise<unknown> = Promise.resolve();
  try {
    say('everything is up');
    const [tally, figures, random] = [newTally(), new Figures(), new Random(options.seed)];
    const nobody = Client.anonymous(stack.apiUrl, tally, stop);
    const rooms = await openRooms(stack, nobody, options.rooms);
    say(`${rooms.length} rooms are open`);
    const clients = connectAll({ stack, rooms, random, figures, over: over.signal, count: options.clients });
    staying = Promise.all(clients.map((client) => client.stay()));
    await until(CONNECTED_WITHIN_MS, stop, () => clients.every(({ isIdle }) => isIdle));
    say('everybody is connected');
    const loadBegun = Date.now();
    const destroying = { random: new Random(options.seed + 1), say, stop };
    const [, killed] = await Promise.all([
      load(clients, options, random, stop),
      destroy(stack, options.seconds, destroying),
    ]);
    const loadEnded = Date.now();
    say('the load is over');
    await stack.ready(stop);
    const isQuiet = await until(
      QUIET_WITHIN_MS,
      stop,
      () => clients.every(({ isIdle }) => isIdle) && figures.quietMs > QUIET_MS,
    );
    stop.throwIfAborted();
    say(isQuiet ? 'all is quiet' : 'it never came to rest');
    const shown = await several(rooms.length, (n) => readRoom(rooms[n]));
    const seen = { rooms: shown, clients: clients.map((client) => client.seen) };
    keep(stack, seen.clients, shown);
    const seconds = (from: number, to: number) => Math.round((to - from) / 1_000);
    const times = {
      load: seconds(loadBegun, loadEnded),
      rest: seconds(loadEnded, Date.now()),
      total: seconds(begun, Date.now()),
    };
    return reportOf({ options, verdict: check(seen), seen, figures, tally, killed, times, isQuiet });
  } finally {
    over.abort();
    await staying;
    say('ending everything');
    await stack.stop();
  }
}

interface Crowd {
  readonly stack: Stack;
  readonly rooms: readonly Room[];
  readonly random: Random;
  readonly figures: Figures;
  readonly over: AbortSignal;
  readonly count: number;
}

/** Patients connect through the balancer; each device of a doctor to one process, and stays with it. */
function connectAll({ stack, rooms, count, random, figures, over }: Crowd): readonly ChatClient[] {
  const { apiUrl, apiUrls } = stack;
  return Array.from({ length: count }, (_, n) => {
    const room = rooms[n % rooms.length];
    if (!room) throw new Error('there is no room');
    const isPatient = Math.floor(n / rooms.length) % 2 === 0;
    return new ChatClient({
      ...{ name: `client${n}`, room: room.id, figures, over },
      person: isPatient ? room.patient : room.doctor,
      url: isPatient ? apiUrl : (apiUrls[n % apiUrls.length] ?? apiUrl),
      random: new Random(random.between(0, 2 ** 31)),
    });
  });
}

/** Everything that the REST API shows of a room, page by page. */
async function readRoom(room: Room | undefined): Promise<RoomShown> {
  if (!room) throw new Error('there is no room');
  const rest = await room.patient.rest();
  const messages: Message[] = [];
  for (;;) {
    const path = `/api/v1/chat/${room.id}/messages/?after=${messages.at(-1)?.seq ?? 0}&limit=${PAGE}`;
    const { reply } = await rest.ask('GET', path);
    if (reply?.status !== 200) throw new Error(`the messages of a room answered ${reply?.status}`);
    const page = (reply.body as unknown as readonly Json[]).map(messageOf).filter((message) => message !== null);
    messages.push(...page);
    if (page.length < PAGE) return { id: room.id, messages };
  }
}

function keep(stack: Stack, clients: readonly ChatClient['seen'][], rooms: readonly RoomShown[]): void {
  const plain = clients.map((client) => ({ ...client, holds: [...client.holds.values()] }));
  writeFileSync(stack.data.at('seen.json'), JSON.stringify({ clients: plain, rooms }));
}

async function until(limitMs: number, stop: AbortSignal, holds: () => boolean): Promise<boolean> {
  for (const end = Date.now() + limitMs; !holds(); await pause(100, stop)) {
    if (Date.now() > end || stop.aborted) return false;
  }
  return true;
}
