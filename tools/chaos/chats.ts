import { setMaxListeners } from 'node:events';
import { ChatClient, type ChatPerson } from '../rig/chat/client.js';
import type { Figures } from '../rig/chat/figures.js';
import { type ClientSeen, type Message, messageOf, nothingSeen } from '../rig/chat/seen.js';
import { type Client, type Json, textOf } from '../rig/client.js';
import type { ChatFact, Facts } from '../rig/facts.js';
import { Random } from '../rig/random.js';
import { pause } from '../rig/stack.js';
import type { Clinic } from './clinic.js';

/** More conversations at a time would slow the bookings down. */
const AT_ONCE = 3;
/** Long enough for a process that was killed to be back. */
const SETTLED_WITHIN_MS = 60_000;
const PAGE = 200;

export interface ChatOptions {
  readonly url: string;
  readonly clinic: Clinic;
  readonly facts: Facts;
  readonly figures: Figures;
  readonly random: Random;
  /** All conversations end then. */
  readonly over: AbortSignal;
}

/** Patients and doctors who write to each other, on sockets and over REST, while everything else goes on. */
export class Chats {
  private readonly going = new Set<Promise<void>>();
  private begun = 0;

  constructor(private readonly options: ChatOptions) {}

  /** Lets the two write to each other for some seconds, unless enough others do. */
  begin(room: string, patient: Client, doctor: Client): void {
    const { over, facts } = this.options;
    if (over.aborted || this.going.size >= AT_ONCE) return;
    const fact: ChatFact = { room, patientId: patient.id, clients: [], outsiders: [], unsure: new Set() };
    facts.chats.push(fact);
    const conversation: Promise<void> = this.converse(fact, [patient, doctor]).finally(() =>
      this.going.delete(conversation),
    );
    this.going.add(conversation);
  }

  /** Waits until every conversation has ended. */
  async ended(): Promise<void> {
    await Promise.all(this.going);
  }

  private async converse(fact: ChatFact, people: readonly [Client, Client]): Promise<void> {
    const { over } = this.options;
    this.begun += 1;
    const random = new Random(this.options.random.between(0, 2 ** 31));
    const leaving = new AbortController();
    const leave = () => leaving.abort();
    over.addEventListener('abort', leave, { once: true });
    setMaxListeners(0, leaving.signal);
    const client = (by: Client, name: string) => this.client(fact.room, by, name, leaving.signal);
    const clients = people.map((by, n) => client(by, `chat${this.begun}-${n}`));
    const writers = people.map((by, n) => new RestWriter(fact, by, `chat${this.begun}-${n}-rest`));
    // Somebody who has no business in the room tries to follow it all the while.
    const stranger = random.pick(this.options.clinic.patients.filter(({ id }) => id !== fact.patientId));
    const outsider = client(stranger, `chat${this.begun}-outside`);
    fact.clients.push(...clients.map(({ seen }) => seen), ...writers.map(({ seen }) => seen));
    fact.outsiders.push(outsider.seen);
    const staying = [...clients, outsider].map((one) => one.stay());
    try {
      for (let left = random.between(6, 14); left > 0 && !over.aborted; left -= 1) {
        act(random.pick(clients), random, left);
        if (random.chance(0.4)) await random.pick(writers).write(random, `by REST ${left}`);
        await pause(random.between(200, 1_500), leaving.signal);
      }
      for (const end = Date.now() + SETTLED_WITHIN_MS; Date.now() < end && !over.aborted; ) {
        if (clients.every(({ isIdle }) => isIdle)) break;
        await pause(100, leaving.signal);
      }
      // Whoever was refused, or is still waiting, cannot know whether an earlier attempt was stored.
      for (const { isIdle, seen } of clients) if (!isIdle || seen.refusals.length > 0) fact.unsure.add(seen.name);
    } finally {
      over.removeEventListener('abort', leave);
      leaving.abort();
      await Promise.all(staying);
    }
  }

  private client(room: string, by: Client, name: string, over: AbortSignal): ChatClient {
    const { url, figures, random } = this.options;
    const person: ChatPerson = { id: by.id, token: async () => by.bearer, rest: async () => by };
    return new ChatClient({
      ...{ name, person, room, url, figures, over },
      random: new Random(random.between(0, 2 ** 31)),
    });
  }
}

function act(client: ChatClient, random: Random, n: number): void {
  client.say(`on a socket ${n}`);
  if (random.chance(0.3)) client.edit(random.next(), `edited ${n}`);
  if (random.chance(0.3)) client.repeat(random.next());
  if (random.chance(0.5)) client.read();
  if (random.chance(0.15)) client.drop();
}

/** Writes in a room over REST, one message after the other, each until there is an answer. */
class RestWriter {
  readonly seen: ClientSeen;
  private written = 0;

  constructor(
    private readonly fact: ChatFact,
    private readonly by: Client,
    name: string,
  ) {
    this.seen = nothingSeen(name, fact.room, by.id);
  }

  async write(random: Random, text: string): Promise<void> {
    this.written += 1;
    const clientMessageId = `${this.seen.name}-${this.written}`;
    const sent = await this.send(clientMessageId, text);
    if (!sent) return;
    const acknowledged = { clientMessageId, id: sent.id, seq: sent.seq, says: text };
    this.seen.acknowledged.push(acknowledged);
    if (random.chance(0.4)) {
      const again = await this.send(clientMessageId, text);
      if (again) this.seen.repeats.push({ clientMessageId, id: again.id, duplicate: again.seq === sent.seq });
    }
    if (random.chance(0.3)) {
      const path = `/api/v1/chat/${this.fact.room}/messages/${sent.id}/`;
      const { outcome } = await this.by.ask('PATCH', path, { message: `${text}, edited` });
      if (outcome === 'done') acknowledged.says = `${text}, edited`;
      else this.fact.unsure.add(this.seen.name);
    }
  }

  private async send(clientMessageId: string, message: string): Promise<Message | null> {
    const path = `/api/v1/chat/messages/${this.fact.room}/`;
    const { reply } = await this.by.ask('POST', path, { message, client_message_id: clientMessageId });
    return reply?.status === 201 ? messageOf(reply.body) : null;
  }
}

/** Reads every room in which somebody has written, over REST: as all doctors, as an admin, as its patient and as another one. */
export async function readRooms(clinic: Clinic, facts: Facts, until: AbortSignal): Promise<void> {
  const rooms = new Map(facts.chats.map((chat) => [chat.room, chat.patientId]));
  for (const [room, patientId] of rooms) {
    const others = clinic.patients.filter(({ id }) => id !== patientId);
    const patients = [...clinic.patients.filter(({ id }) => id === patientId), ...others.slice(0, 1)];
    const readers = [...patients, ...clinic.doctors.values(), clinic.admin];
    const readings = readers.map(async (reader) => {
      const read = await readRoom(reader.anew(until), room);
      facts.readings.push({ room, reader: reader.id, ...read });
    });
    await Promise.all(readings);
  }
}

/** Everything that a person is shown of a room, page by page; the status of the first answer that is no page. */
async function readRoom(by: Client, room: string): Promise<{ status: number; messages: readonly Message[] }> {
  const messages: Message[] = [];
  for (;;) {
    const path = `/api/v1/chat/${room}/messages/?after=${messages.at(-1)?.seq ?? 0}&limit=${PAGE}`;
    const { reply } = await by.ask('GET', path);
    if (reply?.status !== 200) return { status: reply?.status ?? 0, messages };
    const page = (reply.body as unknown as readonly Json[]).map(messageOf).filter((message) => message !== null);
    messages.push(...page);
    if (page.length < PAGE) return { status: 200, messages };
  }
}

/** The chat room that an appointment shows, once it has one. */
export function roomOf(appointment: Json | undefined): string | null {
  return textOf(appointment, 'chat_room_id');
}
