// One room as this window knows it. The rules of a correct client, as docs/api-guide.md has them:
// join with the `rev` that is here; an event whose `rev` is not the next one means: join again; a message stands in the place
// of the one with its id; what was not acknowledged is sent again under the same id.
import { batch, computed, signal } from '@preact/signals';
import type { Socket } from 'socket.io-client';
import { answerOf, api, type ChatMessage, type ChatRoom, newId, Refusal } from '../api.js';
import { stayFor } from '../session.js';
import { type Answer, ask, connected, connection } from './connection.js';
import { KeptWords, type Unsent } from './kept-words.js';
import { Uploads } from './uploads.js';

const PAGE = 200;
const OLDER = 50;
const AGAIN_MS = 2_000;
const TYPING_EVERY_MS = 3_000;
/** To be asked again, after a moment; anything else is said for good. */
const PASSING = ['unavailable', 'rate_limited', 'unauthenticated', 'internal'];

interface OfMember {
  readonly room_id: string;
  readonly user: string;
}

export class Room {
  readonly room = signal<ChatRoom | null>(null);
  readonly unsent = signal<readonly Unsent[]>([]);
  /** Who of the others is there. */
  readonly online = signal<ReadonlySet<string>>(new Set());
  readonly typing = signal<ReadonlySet<string>>(new Set());
  /** Why this room cannot be shown. */
  readonly problem = signal('');
  /** Whether everything up to now is here. */
  readonly current = signal(false);
  readonly hasOlder = signal(false);
  /** What somebody else has said just now: to be read out. Never what was here before. */
  readonly news = signal('');
  private readonly byId = signal<ReadonlyMap<string, ChatMessage>>(new Map());
  readonly messages = computed(() => [...this.byId.value.values()].sort((a, b) => a.seq - b.seq));

  /** Files of the message that is being written. */
  readonly uploads: Uploads;
  private readonly words: KeptWords;
  private readonly socket: Socket;
  private readonly stops: (() => void)[] = [];
  private rev: number | null = null;
  private joining = false;
  private sending = false;
  private typedAt = 0;
  private closed = false;
  private readonly typingEnds = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    readonly id: string,
    readonly me: string,
  ) {
    this.words = new KeptWords(me, id);
    this.uploads = new Uploads(id, this.words);
    this.unsent.value = this.words.read().unsent;
    this.socket = connection();
    this.stops.push(stayFor(this));
    this.hear('connect', () => void this.join());
    this.hear('disconnect', () => {
      this.current.value = false;
      this.online.value = new Set();
    });
    this.hear('message', (message: ChatMessage) => this.follow(message, true));
    this.hear('message:changed', (message: ChatMessage) => this.follow(message, false));
    this.hear('message:read', (event: OfMember & { up_to: number }) => this.noteReading(event));
    this.hear('typing', (event: OfMember & { expires_in: number }) => this.noteTyping(event));
    this.hear('presence', ({ room_id, user, online }: OfMember & { online: boolean }) => {
      if (room_id !== id) return;
      this.online.value = toggled(this.online.value, user, online);
    });
    this.hear('room:status', ({ room_id, ...state }: { room_id: string } & Partial<ChatRoom>) => {
      if (room_id === id && this.room.value) this.room.value = { ...this.room.value, ...state };
    });
    this.hear('room:left', ({ room_id }: { room_id: string }) => {
      if (room_id === id) this.problem.value = 'You no longer take part in this conversation.';
    });
    if (this.socket.connected) void this.join();
    // Without a live connection the room can still be seen.
    else void this.refresh();
  }

  /** The screen is gone. */
  close(): void {
    this.closed = true;
    for (const stop of this.stops) stop();
    for (const timer of this.typingEnds.values()) clearTimeout(timer);
    if (this.socket.connected) this.socket.emit('room:leave', { room_id: this.id }, () => undefined);
  }

  get draft(): string {
    return this.words.read().draft;
  }

  /** Keeps what is being typed, and lets the others know that somebody types. */
  type(draft: string): void {
    this.words.keepDraft(draft);
    if (draft === '' || Date.now() - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = Date.now();
    void ask('typing', { room_id: this.id });
  }

  /** Says something, with the files that were added: kept first, then sent until it is acknowledged. */
  say(message: string): void {
    this.words.keepDraft('');
    this.typedAt = 0;
    const attachments = this.uploads.take();
    const unsent = { client_message_id: newId(), message, attachments, at: new Date().toISOString() };
    this.keepUnsent([...this.unsent.value, unsent]);
    void this.sendWaiting();
  }

  /** Tries a refused message once more. */
  again(id: string): void {
    this.changeUnsent(id, ({ refused: _, ...unsent }) => unsent);
    void this.sendWaiting();
  }

  /** Throws a message away that was refused. */
  drop(id: string): void {
    this.keepUnsent(this.unsent.value.filter((one) => one.client_message_id !== id));
  }

  /** @returns why it was refused, or nothing */
  async edit(id: string, message: string): Promise<string> {
    return this.change(await ask('message:edit', { room_id: this.id, id, message }));
  }

  /** @returns why it was refused, or nothing */
  async remove(id: string): Promise<string> {
    return this.change(await ask('message:delete', { room_id: this.id, id }));
  }

  private change(answer: Answer | null): string {
    if (!answer) return 'There is no connection at the moment.';
    if (!answer.ok) return answer.error ?? 'This did not work.';
    if (answer.message) this.put([answer.message as ChatMessage]);
    return '';
  }

  /** Everything that is here has been seen. */
  async markRead(): Promise<void> {
    const last = this.messages.value.at(-1)?.seq ?? 0;
    const mine = this.room.value?.members.find(({ user }) => user === this.me)?.read_up_to ?? 0;
    if (last <= mine || !this.room.value) return;
    const answer = await ask('message:read', { room_id: this.id, up_to: last });
    if (answer?.ok) this.noteReading({ room_id: this.id, user: this.me, up_to: last });
  }

  /** Reads the room itself anew: who takes part, and whether it is open. */
  async refresh(): Promise<void> {
    const room = await answerOf(api.GET('/api/v1/chat/{room}', { params: { path: { room: this.id } } })).catch(
      (error: Error) => error,
    );
    if (this.closed) return;
    if (!(room instanceof Error)) this.room.value = room;
    else if (!this.room.value && room instanceof Refusal && !room.isPassing) this.problem.value = room.message;
  }

  /** Older messages, before those that are here. */
  async older(): Promise<void> {
    const before = this.messages.value[0]?.seq;
    if (before === undefined) return;
    const query = { before, limit: OLDER };
    const asked = api.GET('/api/v1/chat/{room}/messages', { params: { path: { room: this.id }, query } });
    const page = await answerOf(asked).catch(() => []);
    this.put(page);
    this.hasOlder.value = (this.messages.value[0]?.seq ?? 1) > 1;
  }

  private hear<Event>(name: string, listener: (event: Event) => void): void {
    this.socket.on(name, listener);
    this.stops.push(() => this.socket.off(name, listener));
  }

  private async join(): Promise<void> {
    if (this.joining || this.closed) return;
    this.joining = true;
    this.current.value = false;
    const since = this.rev;
    // In a callback, not a promise: events that come in one packet with the answer find the room joined.
    this.socket
      .timeout(8_000)
      .emit(
        'room:join',
        { room_id: this.id, ...(since === null ? {} : { since }) },
        (error: Error | null, answer: Answer) => {
          this.joining = false;
          if (error || this.closed) return this.rejoinSoon();
          if (!answer.ok) return this.refuse(answer);
          batch(() => this.take(answer, since));
          void this.catchUp(answer, since);
        },
      );
  }

  private rejoinSoon(): void {
    if (!this.closed) setTimeout(() => this.socket.connected && void this.join(), AGAIN_MS);
  }

  private refuse(answer: Answer): void {
    if (PASSING.includes(answer.code ?? '')) this.rejoinSoon();
    else this.problem.value = answer.error ?? 'This conversation cannot be opened.';
  }

  private take(answer: Answer, since: number | null): void {
    const messages = answer.messages as ChatMessage[];
    this.room.value = answer.room as ChatRoom;
    this.online.value = new Set(answer.online as string[]);
    const known = new Set(this.byId.value.keys());
    this.put(messages);
    if (since === null) this.hasOlder.value = (this.messages.value[0]?.seq ?? 1) > 1;
    else this.announce(messages.filter(({ id }) => !known.has(id)));
    this.rev = since !== null && answer.more === true ? since : (answer.rev as number);
    this.following = answer.rev as number;
  }

  /** The latest `rev` that came on this connection; what came before it may still be fetched. */
  private following = 0;

  /** By REST, what an answer to a join had no room for. */
  private async catchUp(answer: Answer, since: number | null): Promise<void> {
    if (since !== null && answer.more === true) {
      let from = since;
      for (let isFull = true; isFull; ) {
        const how = { params: { path: { room: this.id }, query: { since: from, limit: PAGE } } };
        const page = await answerOf(api.GET('/api/v1/chat/{room}/messages', how)).catch(() => null);
        if (page === null || this.closed) return this.rejoinSoon();
        this.put(page);
        from = Math.max(from, ...page.map(({ rev }) => rev));
        isFull = page.length === PAGE;
      }
      this.rev = Math.max(from, this.following);
    }
    this.current.value = true;
    void this.sendWaiting();
  }

  /** A change as it happens. */
  private follow(message: ChatMessage, isNew: boolean): void {
    if (message.room !== this.id || this.joining) return;
    const isNext = message.rev === this.following + 1;
    if (isNext) this.following = message.rev;
    if (isNext && this.rev === message.rev - 1) this.rev = message.rev;
    this.put([message]);
    if (isNew) this.announce([message]);
    // Somebody has come or gone.
    if (message.kind === 'system') void this.refresh();
    if (message.rev > this.following) void this.join();
  }

  /** The newer version of each message stays. */
  private put(messages: readonly ChatMessage[]): void {
    const next = new Map(this.byId.value);
    for (const message of messages) if ((next.get(message.id)?.rev ?? 0) <= message.rev) next.set(message.id, message);
    const stored = new Set(messages.filter(({ sender }) => sender === this.me).map((one) => one.client_message_id));
    batch(() => {
      this.byId.value = next;
      const waiting = this.unsent.value.filter((one) => !stored.has(one.client_message_id));
      if (waiting.length < this.unsent.value.length) this.keepUnsent(waiting);
    });
  }

  private announce(messages: readonly ChatMessage[]): void {
    const others = messages.filter(({ sender, deleted_at: deleted }) => sender !== this.me && !deleted);
    if (others.length === 0) return;
    this.news.value = others.map((one) => `${one.sender_name ?? 'The clinic'}: ${wordsOf(one)}`).join('. ');
    for (const { sender } of others) if (sender) this.stopTyping(sender);
  }

  private keepUnsent(unsent: readonly Unsent[]): void {
    this.unsent.value = unsent;
    this.words.keepUnsent(unsent);
  }

  /** One after the other, in the order in which they were written. */
  private async sendWaiting(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      for (;;) {
        const next = this.unsent.value.find(({ refused }) => refused === undefined);
        if (!next || this.closed || !connected.value) return;
        const { client_message_id, message } = next;
        const attachments = next.attachments.map(({ id }) => id);
        const answer = await ask('message:send', { room_id: this.id, message, client_message_id, attachments });
        if (answer?.ok) this.put([answer.message as ChatMessage]);
        else if (answer && !PASSING.includes(answer.code ?? ''))
          this.changeUnsent(client_message_id, (one) => ({ ...one, refused: answer.error ?? 'It was refused.' }));
        else await new Promise((resolve) => setTimeout(resolve, Number(answer?.retry_after ?? 0) * 1000 || AGAIN_MS));
      }
    } finally {
      this.sending = false;
    }
  }

  private changeUnsent(id: string, change: (one: Unsent) => Unsent): void {
    this.keepUnsent(this.unsent.value.map((one) => (one.client_message_id === id ? change(one) : one)));
  }

  private noteReading({ room_id, user, up_to }: OfMember & { up_to: number }): void {
    const room = this.room.value;
    if (room_id !== this.id || !room) return;
    const members = room.members.map((one) =>
      one.user === user ? { ...one, read_up_to: Math.max(one.read_up_to, up_to) } : one,
    );
    this.room.value = { ...room, members };
  }

  private noteTyping({ room_id, user, expires_in: seconds }: OfMember & { expires_in: number }): void {
    if (room_id !== this.id) return;
    this.stopTyping(user);
    if (seconds === 0) return;
    this.typing.value = toggled(this.typing.value, user, true);
    const end = setTimeout(() => this.stopTyping(user), seconds * 1000);
    this.typingEnds.set(user, end);
  }

  private stopTyping(user: string): void {
    clearTimeout(this.typingEnds.get(user));
    this.typingEnds.delete(user);
    if (!this.typing.value.has(user)) return;
    this.typing.value = toggled(this.typing.value, user, false);
  }
}

const toggled = (people: ReadonlySet<string>, one: string, isIn: boolean): ReadonlySet<string> =>
  new Set([...[...people].filter((other) => other !== one), ...(isIn ? [one] : [])]);

/** What a message says, and the names of its files. */
export const wordsOf = ({ message, attachments }: Pick<Unsent, 'message' | 'attachments'>) =>
  [message, ...attachments.map(({ filename }) => filename)].filter(Boolean).join(', ');
