import { io, type Socket } from 'socket.io-client';
import type { Client, Json } from '../client.js';
import type { Random } from '../random.js';
import { pause } from '../stack.js';
import type { Figures } from './figures.js';
import { type Acknowledged, type ClientSeen, type Following, type Message, messageOf, nothingSeen } from './seen.js';

const ANSWER_MS = 8_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3_000;
const RENEWAL_LOOK_MS = 1_000;
const PAGE = 200;
/** To be asked again, after a moment; anything else is said for good. */
const PASSING = ['unavailable', 'rate_limited', 'unauthenticated', 'internal'];

type Answer = Json & { readonly ok: boolean };

/** Whose client it is. */
export interface ChatPerson {
  readonly id: string;
  /** An access token that counts for a while. @throws Error when nobody gives one */
  token(): Promise<string>;
  /** REST, as this person. */
  rest(): Promise<Client>;
}

export interface ClientOptions {
  readonly name: string;
  readonly person: ChatPerson;
  readonly room: string;
  /** Where it connects. */
  readonly url: string;
  readonly random: Random;
  readonly figures: Figures;
  /** It disconnects then, for good. */
  readonly over: AbortSignal;
}

/**
 * A correct client of one room, as the API guide describes it: it joins with the `rev` that it has, asks again with the same
 * id until it is answered, renews its token, and comes back after growing pauses. It does one thing after the other, in the
 * order in which it was told to, and remembers what it saw.
 */
export class ChatClient {
  readonly seen: ClientSeen;
  private socket: Socket | null = null;
  private following: Following | null = null;
  /** Everything up to this `rev` is here. */
  private rev = 0;
  private sent = 0;
  /** What each message said first: a repeat says the same. */
  private readonly said = new Map<string, string>();
  private readonly waiting: (() => Promise<void>)[] = [];
  private working = false;
  private readonly joinedSince: (() => void)[] = [];

  constructor(private readonly options: ClientOptions) {
    const { name, person, room } = options;
    this.seen = nothingSeen(name, room, person.id);
  }

  /** Connected, joined, with nothing left to do. */
  get isIdle(): boolean {
    return this.following !== null && this.waiting.length === 0 && !this.working;
  }

  /** Stays connected until it is over. */
  async stay(): Promise<void> {
    const { over, random } = this.options;
    let longest = FIRST_PAUSE_MS;
    while (!over.aborted) {
      const joins = this.seen.followed.length;
      await this.connectOnce().catch((error: unknown) => this.options.figures.oddities.push(`no token: ${error}`));
      longest = this.seen.followed.length > joins ? FIRST_PAUSE_MS : Math.min(longest * 2, LONGEST_PAUSE_MS);
      await pause(random.between(longest / 4, longest), over);
    }
  }

  /** Says something. */
  say(text: string): void {
    this.sent += 1;
    const clientMessageId = `${this.seen.name}-${this.sent}`;
    this.do(async () => {
      this.options.figures.sent(clientMessageId);
      const answer = await this.send(clientMessageId, text);
      const message = messageOf(answer?.message);
      if (!message) return;
      this.options.figures.acknowledged(clientMessageId);
      this.seen.acknowledged.push({ clientMessageId, id: message.id, seq: message.seq, says: text });
      this.said.set(clientMessageId, text);
    });
  }

  /** Says something else in one of its messages. */
  edit(share: number, text: string): void {
    this.do(async () => {
      const told = this.oneOf(share);
      if (!told) return;
      const answer = await this.ask('message:edit', { room_id: this.seen.room, id: told.id, message: text });
      if (!answer) return;
      told.says = text;
      this.options.figures.count('edits');
    });
  }

  /** Sends one of its messages once more, though it was acknowledged. */
  repeat(share: number): void {
    this.do(async () => {
      const told = this.oneOf(share);
      if (!told) return;
      const { clientMessageId } = told;
      const answer = await this.send(clientMessageId, this.said.get(clientMessageId) ?? '');
      const id = messageOf(answer?.message)?.id;
      if (!answer || id === undefined) return;
      this.seen.repeats.push({ clientMessageId, id, duplicate: answer.duplicate === true });
      this.options.figures.count('repeats');
    });
  }

  /** Has read everything that is here. */
  read(): void {
    this.do(async () => {
      const last = Math.max(0, ...[...this.seen.holds.values()].map(({ seq }) => seq));
      const answer = await this.ask('message:read', { room_id: this.seen.room, up_to: last });
      if (answer) this.options.figures.count('readings');
    });
  }

  /** Loses its connection. */
  drop(): void {
    this.socket?.io.engine.close();
  }

  private oneOf(share: number): Acknowledged | undefined {
    const { acknowledged } = this.seen;
    return acknowledged[Math.floor(share * acknowledged.length)];
  }

  private send(clientMessageId: string, message: string): Promise<Answer | null> {
    return this.ask('message:send', { room_id: this.seen.room, message, client_message_id: clientMessageId });
  }

  private do(task: () => Promise<void>): void {
    this.waiting.push(task);
    if (!this.working) void this.work();
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let task = this.waiting.shift(); task && !this.options.over.aborted; task = this.waiting.shift()) await task();
    this.working = false;
  }

  /** Asks until there is an answer; null when it is refused, or over. */
  private async ask(name: string, payload: object): Promise<Answer | null> {
    const { over, random, figures } = this.options;
    for (;;) {
      const socket = await this.joined();
      if (!socket) return null;
      // Rejected without an answer: it took too long, or the connection is lost.
      const answer: Answer | null = await socket
        .timeout(ANSWER_MS)
        .emitWithAck(name, payload)
        .catch(() => null);
      if (answer?.ok) return answer;
      if (answer && !this.isPassing(name, answer)) return null;
      if (over.aborted) return null;
      figures.count('asked_again');
      await pause(random.between(FIRST_PAUSE_MS, FIRST_PAUSE_MS * 4), over);
    }
  }

  private isPassing(name: string, { code }: Answer): boolean {
    if (code === 'internal') this.options.figures.oddities.push(`internal from ${name}`);
    if (PASSING.includes(String(code))) return true;
    this.seen.refusals.push(`${name}: ${String(code)}`);
    return false;
  }

  /** The connection, as soon as it has joined; null when it is over. */
  private async joined(): Promise<Socket | null> {
    const { over } = this.options;
    while (!over.aborted) {
      if (this.socket && this.following) return this.socket;
      await new Promise<void>((resolve) => this.joinedSince.push(resolve));
    }
    return null;
  }

  private wake(): void {
    for (const resolve of this.joinedSince.splice(0)) resolve();
  }

  private async connectOnce(): Promise<void> {
    const { person, over, url, figures } = this.options;
    const token = await person.token();
    const how = { auth: { token }, transports: ['websocket'], reconnection: false, forceNew: true };
    const socket = io(`${url}/chat`, how);
    this.socket = socket;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      const gone = () => {
        this.following = null;
        resolve();
      };
      socket.once('disconnect', gone);
      socket.once('connect_error', gone);
      // A socket that is still connecting tells nobody that it was disconnected.
      end = () => {
        socket.disconnect();
        gone();
      };
    });
    over.addEventListener('abort', end);
    if (over.aborted) end();
    socket.on('message', (change: unknown) => this.hear(socket, change, true));
    socket.on('message:changed', (change: unknown) => this.hear(socket, change, false));
    socket.on('room:left', ({ reason }: { reason: string }) => this.seen.refusals.push(`room:left: ${reason}`));
    socket.once('connect', () => {
      figures.count('connections');
      this.join(socket);
    });
    const renewing = setInterval(() => void this.renew(socket, how.auth), RENEWAL_LOOK_MS);
    await ended;
    clearInterval(renewing);
    over.removeEventListener('abort', end);
    socket.disconnect();
    if (over.aborted) this.wake();
  }

  private join(socket: Socket): void {
    this.following = null;
    const wish = { room_id: this.seen.room, since: this.rev };
    // In a callback, not a promise: events that come with the answer, in one packet, find the room joined.
    socket.timeout(ANSWER_MS).emit('room:join', wish, (error: Error | null, answer: Answer) => {
      if (error) return void socket.disconnect();
      if (!answer.ok) {
        this.isPassing('room:join', answer);
        return void socket.disconnect();
      }
      const messages = answer.messages as readonly unknown[];
      for (const shown of messages) this.keep(messageOf(shown));
      const following: Following = { from: Number(answer.rev), revs: [] };
      this.seen.followed.push(following);
      this.following = following;
      if (answer.more === true) void this.catchUp(following).catch(() => socket.disconnect());
      else this.rev = following.from;
      this.wake();
    });
  }

  /** Reads by REST what an answer to a join had no room for. */
  private async catchUp(following: Following): Promise<void> {
    const { person, room } = this.options;
    const rest = await person.rest();
    for (let since = this.rev; this.following === following; ) {
      const path = `/api/v1/chat/${room}/messages/?since=${since}&limit=${PAGE}`;
      const { reply } = await rest.ask('GET', path);
      const page = Array.isArray(reply?.body) ? reply.body : [];
      if (reply?.status !== 200) throw new Error(`catching up answered ${reply?.status}`);
      for (const shown of page) since = Math.max(since, this.keep(messageOf(shown)));
      if (page.length < PAGE) break;
    }
    // Not before all of it is here: a connection that is lost meanwhile joins from where it was.
    if (this.following === following) this.rev = following.revs.at(-1) ?? following.from;
  }

  private hear(socket: Socket, change: unknown, isNew: boolean): void {
    const message = messageOf(change);
    const following = this.following;
    // What comes before the answer to a join stands in that answer.
    if (!message || !following) return;
    const own = message.clientMessageId?.startsWith(`${this.seen.name}-`) ?? true;
    this.options.figures.received(isNew && !own ? message.clientMessageId : null);
    const last = following.revs.at(-1) ?? following.from;
    following.revs.push(message.rev);
    this.keep(message);
    if (message.rev !== last + 1) this.join(socket);
    else if (this.rev === last) this.rev = message.rev;
  }

  /** Keeps a message unless a later version of it is here; its `rev`. */
  private keep(message: Message | null): number {
    if (!message) return 0;
    const { holds } = this.seen;
    if ((holds.get(message.id)?.rev ?? 0) < message.rev) holds.set(message.id, message);
    return message.rev;
  }

  private async renew(socket: Socket, auth: { token: string }): Promise<void> {
    if (!socket.connected) return;
    // Without another token the connection ends with the one that it has, and another one begins.
    const token = await this.options.person.token().catch(() => auth.token);
    if (token === auth.token) return;
    auth.token = token;
    const answer: Answer | null = await socket
      .timeout(ANSWER_MS)
      .emitWithAck('session:renew', { token })
      .catch(() => null);
    if (answer?.ok) this.options.figures.count('renewals');
  }
}
