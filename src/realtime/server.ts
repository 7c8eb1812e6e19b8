import { randomUUID } from 'node:crypto';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type ExtendedError, Server, type ServerOptions } from 'socket.io';
import { may, type UserActor } from '../domain/actor.js';
import { CHAT_NAMESPACE, CLIENT_EVENTS, type ClientEvent, NO_RAW_SOCKET } from '../domain/chat/live.js';
import { DomainError } from '../domain/errors.js';
import { cutText } from '../domain/text.js';
import { withContext } from '../observability/context.js';
import type { Logger } from '../observability/logger.js';
import type { JustSent } from '../usecases/chat/room-news.js';
import type { Notice } from '../usecases/messaging/notices.js';
import { Connection, type LiveSocket, type Standing } from './connection.js';
import { EVENTS_OF_PERSON, eventLimit } from './event-limit.js';
import type { ClientEvents, EventOf, ImportChanged, ProcessEvents, ServerEvents } from './events.js';
import { type ChatHandlers, chatHandlers, type Handler } from './handlers/chat.js';
import { ImportFeed } from './import-feed.js';
import { NoticeFeed } from './notice-feed.js';
import { tokenOf } from './payloads.js';
import { PresenceChannel, roomOfPerson } from './presence-channel.js';
import { renewedAnswer } from './presenter.js';
import { refusalOf } from './refusals.js';

export interface LiveServices {
  /** @throws DomainError unauthenticated, unavailable */
  readonly authenticate: (token: string) => Promise<Standing>;
  readonly chat: ChatHandlers;
  /** What a person is shown in the app, since a moment; and how. */
  readonly notices: (actor: UserActor, since: Date) => Promise<readonly Notice[]>;
  readonly noticeView: (notice: Notice) => object;
  /** How a visit stands, as this person may know it; null for nobody of theirs. */
  readonly appointmentChange: (actor: UserActor, id: string) => Promise<EventOf<'appointment:changed'> | null>;
  /** How a prescription stands, as this person may know it; null for nobody of theirs. */
  readonly prescriptionChange: (actor: UserActor, id: string) => Promise<EventOf<'prescription:changed'> | null>;
  /** How an import stands, as this person may know it; null for one that they do not follow. */
  readonly importChange: (actor: UserActor, id: string) => Promise<ImportChanged | null>;
  /** What rooms are known by now: another value once anything has changed that those who follow them are to learn. */
  readonly marks: (roomIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

export interface LiveSettings {
  readonly logger: Logger;
  readonly now: () => Date;
  /** Of client apps that are served from elsewhere. */
  readonly corsOrigins: readonly string[];
  /** By which processes tell each other what may be lost. */
  readonly adapter: NonNullable<ServerOptions['adapter']>;
  /** The client's address, behind proxies that are trusted. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/** The live channel of one API process. */
export interface LiveChannel {
  /** Something is new in a room; `sent`: this message alone, as far as its transaction knows. */
  poke(roomId: string, sent: JustSent | null): void;
  /** Somebody's right to act may have changed: connections of a session or a person, or all. */
  judgeAgain(whose: { readonly sessionId?: string; readonly userId?: string }): void;
  /**
   * Pokes may have been lost: rooms that somebody follows, and in which anything is new since the last look, are read; so are
   * notices whose last reading failed.
   */
  lookAgain(): Promise<void>;
  /** A notice came for this person, or was read; without one: it may have for anybody. */
  notify(userId?: string): void;
  /** A visit is not as it was: `<id>/<patient>/<doctor>`, who are notified where they are connected. */
  notifyOfAppointment(changed: string): void;
  /** A prescription is not as it was: `<id>/<patient>/<doctor>`, who are notified where they are connected. */
  notifyOfPrescription(changed: string): void;
  /** An import of a price list is not as it was: `<id>/<clinic>/<who has started it>`; whoever follows it is notified where they are connected. */
  notifyOfImport(changed: string): void;
  /** Who is online is looked at: to be called each second. */
  tick(): void;
  /** Lets what is being answered finish, and disconnects everybody, one after the other, so that they do not come back all at once. */
  close(): Promise<void>;
}

const CLIENT_EVENT_NAMES = Object.keys(CLIENT_EVENTS) as readonly ClientEvent[];
const MOST_SOCKETS = 20;
const LARGEST_PACKET = 100_000;
const DRAIN_MS = 2_000;
const SPREAD_MS = 1_000;

/** Serves socket.io at `/socket.io`. Holds no state but its own connections: tests run several in one process. */
export function serveLive(http: HttpServer, services: LiveServices, settings: LiveSettings): LiveChannel {
  const { logger, now, adapter } = settings;
  const io = new Server<ClientEvents, ServerEvents, ProcessEvents>(http, {
    adapter,
    serveClient: false,
    maxHttpBufferSize: LARGEST_PACKET,
    cors: { origin: [...settings.corsOrigins] },
  });
  http.on('upgrade', refuseRawSocket);
  const connections = new Set<Connection>();
  // By socket: in `socket.data` an adapter could send it to other processes.
  const admitted = new WeakMap<LiveSocket, Connection>();
  const chat = io.of(CHAT_NAMESPACE);
  const presence = new PresenceChannel(chat, connections, randomUUID(), now);
  const limit = eventLimit(EVENTS_OF_PERSON);
  let marks: ReadonlyMap<string, string> = new Map();
  let answering = 0;
  let closing = false;
  const failed = (error: unknown) => void logger.warn('a chat room was not read', { error });
  const unread = (error: unknown) => void logger.warn('a visit or prescription was not read', { error });
  const handlers: Readonly<Record<ClientEvent, Handler>> = {
    ...chatHandlers(services.chat, presence, failed),
    'session:renew': async (connection, payload) => {
      const token = tokenOf(payload);
      const standing = await services.authenticate(token);
      if (standing.actor.userId !== connection.actor.userId) {
        throw new DomainError('forbidden', 'This token is somebody else’s. Connect anew.');
      }
      connection.goOnAs(token, standing);
      return { answer: renewedAnswer(standing.expiresAt) };
    },
  };

  io.use((_socket, next) => next(refused(new DomainError('not_found', `Connect to the namespace ${CHAT_NAMESPACE}.`))));
  chat.use((socket, next) => {
    admit(socket).then(
      () => next(),
      (error: unknown) => next(refused(error)),
    );
  });
  chat.on('connection', (socket) => {
    const connection = admitted.get(socket);
    if (!connection) throw new Error('a connection was not admitted');
    connections.add(connection);
    connection.notices = noticesOf(connection);
    connection.imports = importsOf(connection);
    void socket.join(roomOfPerson(connection.actor.userId));
    socket.on('disconnect', () => {
      connections.delete(connection);
      presence.leaveAll(connection);
      connection.forget();
    });
    for (const name of CLIENT_EVENT_NAMES) {
      socket.on(name, (...given: unknown[]) => void answer(connection, name, given));
    }
  });

  /** A guest has no account, and nothing to be shown beside the room. */
  function noticesOf(connection: Connection): NoticeFeed | null {
    if (connection.actor.kind === 'guest') return null;
    const read = async (since: Date) =>
      connection.actor.kind === 'guest' ? [] : services.notices(connection.actor, since);
    const tell = (notice: Notice) => connection.emit('notification', services.noticeView(notice));
    return new NoticeFeed(now(), read, { tell, failed });
  }

  function importsOf(connection: Connection): ImportFeed | null {
    if (connection.actor.kind === 'guest') return null;
    const read = async (id: string) =>
      connection.actor.kind === 'guest' ? null : services.importChange(connection.actor, id);
    const changed = (event: ImportChanged) => connection.emit('import:changed', event);
    return new ImportFeed(read, { changed, failed: (error) => logger.warn('an import was not read', { error }) });
  }

  async function admit(socket: LiveSocket): Promise<void> {
    const { token } = socket.handshake.auth;
    if (typeof token !== 'string') throw new DomainError('unauthenticated', 'Please sign in.');
    const standing = await services.authenticate(token);
    const own = [...connections].filter(({ actor }) => actor.userId === standing.actor.userId);
    if (own.length >= MOST_SOCKETS) {
      throw new DomainError('rate_limited', 'Too many connections of one person.', { limitType: 'api_requests' });
    }
    // An adapter sends handshakes to processes that ask for sockets: nothing stands in ours.
    Object.assign(socket.handshake, { auth: {}, headers: {}, query: {}, address: '', url: '' });
    admitted.set(socket, new Connection(socket, token, standing, now));
  }

  /** Garbage is answered like anything else that cannot be done; an event without acknowledgement has none. */
  async function answer(connection: Connection, name: ClientEvent, given: readonly unknown[]): Promise<void> {
    const last = given.at(-1);
    const acknowledge = typeof last === 'function' ? last : () => undefined;
    const payload = given.length > 0 && typeof given[0] !== 'function' ? given[0] : undefined;
    answering += 1;
    try {
      const outcome = await withContext(contextOf(connection.socket), async () => {
        const { actor } = connection;
        await limit(actor.userId);
        const permission = CLIENT_EVENTS[name];
        if (permission !== null && !may(actor, permission)) {
          throw new DomainError('forbidden', 'Your role does not allow this.');
        }
        return handlers[name](connection, payload);
      });
      acknowledge({ ok: true, ...outcome.answer });
      outcome.afterwards?.();
    } catch (error) {
      acknowledge(refusalOf(error, logger));
    } finally {
      answering -= 1;
    }
  }

  function contextOf({ request }: LiveSocket) {
    const { 'user-agent': agent } = request.headers;
    const address = settings.addressOf(request);
    return { requestId: randomUUID(), address, ...(agent ? { userAgent: cutText(agent, 200) } : {}) };
  }

  function refused(error: unknown): ExtendedError {
    const { error: sentence, ok: _, ...data } = refusalOf(error, logger);
    return Object.assign(new Error(sentence), { data });
  }

  async function judge(connection: Connection): Promise<void> {
    const token = connection.presentToken;
    try {
      const standing = await services.authenticate(token);
      if (connection.presentToken === token) connection.goOnAs(token, standing);
    } catch (error) {
      // While the database is away nobody can be judged: they are, when it is back.
      if (!(error instanceof DomainError) || error.code !== 'unauthenticated') return failed(error);
      if (connection.presentToken === token) connection.end('revoked');
    }
  }

  function poke(roomId: string, sent: JustSent | null): void {
    for (const { feeds } of connections) feeds.get(roomId)?.poke(sent);
  }

  /** `changed` is a record's id and its people. One reading after the other, so that the last event is as the record stands. */
  function notifyPeople<Event>(
    changed: string,
    read: (actor: UserActor, id: string) => Promise<Event | null>,
    send: (connection: Connection, event: Event) => void,
  ): void {
    const [id = '', ...people] = changed.split('/');
    for (const connection of connections) {
      const { actor } = connection;
      if (actor.kind === 'guest' || !people.includes(actor.userId)) continue;
      connection.notified = connection.notified
        .then(() => read(actor, id))
        .then((event) => event && send(connection, event))
        .catch(unread);
    }
  }

  return {
    poke,
    notifyOfAppointment(changed) {
      notifyPeople(changed, services.appointmentChange, (to, event) => to.emit('appointment:changed', event));
    },
    notifyOfPrescription(changed) {
      notifyPeople(changed, services.prescriptionChange, (to, event) => to.emit('prescription:changed', event));
    },
    notifyOfImport(changed) {
      const [id = '', clinicId = '', requestedBy = ''] = changed.split('/');
      for (const { actor, imports } of connections) {
        // Each poke reads the import: nobody reads it in vain.
        if (actor.kind === 'guest' || !actor.clinicIds.includes(clinicId)) continue;
        if (may(actor, 'catalogue:manage') || actor.userId === requestedBy) imports?.poke(id);
      }
    },
    judgeAgain({ sessionId, userId }) {
      for (const connection of connections) {
        const { actor } = connection;
        if (sessionId !== undefined && actor.sessionId !== sessionId) continue;
        if (userId !== undefined && actor.userId !== userId) continue;
        void judge(connection);
      }
    },
    notify(userId) {
      for (const connection of connections) {
        if (userId === undefined || connection.actor.userId === userId) connection.notices?.poke();
      }
    },
    async lookAgain() {
      const followed = new Set<string>();
      for (const { feeds, notices } of connections) {
        if (notices?.isBehind) notices.poke();
        for (const [roomId, feed] of feeds) {
          followed.add(roomId);
          if (feed.isBehind) feed.poke();
        }
      }
      const before = marks;
      try {
        marks = followed.size === 0 ? new Map() : await services.marks([...followed]);
      } catch (error) {
        // The next look compares with the one before this.
        return failed(error);
      }
      for (const roomId of followed) if (marks.get(roomId) !== before.get(roomId)) poke(roomId, null);
    },
    tick() {
      if (!closing) presence.tick();
    },
    async close() {
      closing = true;
      const deadline = Date.now() + DRAIN_MS;
      while (answering > 0 && Date.now() < deadline) await pause(10);
      const leaving = [...connections];
      for (const connection of leaving) {
        connection.close();
        await pause(SPREAD_MS / leaving.length);
      }
      // Of this process alone.
      chat.local.disconnectSockets(true);
      io.engine.close();
      for (const namespace of [chat, io.of('/')]) await namespace.adapter.close();
    },
  };
}

/** An upgrade that is none of socket.io's own. */
function refuseRawSocket({ url = '' }: IncomingMessage, socket: Duplex): void {
  if (!url.startsWith('/ws/')) return;
  const body = JSON.stringify({ code: 'not_found', error: NO_RAW_SOCKET });
  const head = ['HTTP/1.1 404 Not Found', 'Content-Type: application/problem+json', `Content-Length: ${body.length}`];
  socket.on('error', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`);
}
