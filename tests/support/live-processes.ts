import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { compose } from '../../src/composition/compose.js';
import type { Core } from '../../src/composition/core.js';
import { joinOtherProcesses } from '../../src/composition/other-processes.js';
import { SYSTEM } from '../../src/domain/actor.js';
import { ApiClient, until } from './client.js';
import type { Person } from './clinic.js';
import { ApiProcess, PatientClinics } from './patient-clinics.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not computed with
type Json = any;

/** An API process of its own, with what it remembers and hears. */
interface Process {
  readonly core: Core;
  readonly api: ApiProcess;
  readonly joined: { stop(): Promise<void> };
}

/** A visit's chat room, open from now on. */
export interface LiveRoom {
  readonly id: string;
  readonly appointment: string;
  readonly clinic: string;
  readonly doctor: Person;
  readonly patient: Person;
}

/** A socket that connects once, without polling, to a namespace at an address. */
export function socketOf(address: string, auth: object): Socket {
  return io(address, { auth, transports: ['websocket'], reconnection: false, forceNew: true });
}

/** Somebody's socket, and what came on it. */
export class LiveClient {
  readonly events: { readonly name: string; readonly event: Json }[] = [];

  constructor(
    readonly socket: Socket,
    readonly token: string,
  ) {
    socket.onAny((name: string, event: Json) => this.events.push({ name, event }));
  }

  ask(name: string, payload: unknown): Promise<Json> {
    return this.socket.timeout(10_000).emitWithAck(name, payload);
  }

  join(room: string, since?: number): Promise<Json> {
    return this.ask('room:join', { room_id: room, ...(since === undefined ? {} : { since }) });
  }

  send(room: string, message: string, id: string = randomUUID()): Promise<Json> {
    return this.ask('message:send', { room_id: room, message, client_message_id: id });
  }

  /** What came of these names, in its order. */
  of(...names: readonly string[]): readonly Json[] {
    return this.events.filter(({ name }) => names.includes(name)).map(({ event }) => event);
  }

  /** Resolves when the connection is there. @throws when it is refused */
  connected(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.once('connect', resolve);
      this.socket.once('connect_error', reject);
    });
  }

  /** Resolves when the connection has ended. */
  ended(): Promise<unknown> {
    return new Promise((resolve) => this.socket.once('disconnect', resolve));
  }

  /** Waits for an event. */
  next(name: string, what: (event: Json) => boolean = () => true): Promise<Json> {
    return until(`"${name}"`, async () => this.of(name).find(what) ?? false);
  }
}

/** Two API processes over one database, with sockets. */
export class LiveProcesses {
  private readonly sockets: Socket[] = [];

  private constructor(
    readonly clinics: PatientClinics,
    readonly processes: readonly Process[],
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<LiveProcesses> {
    const clinics = await PatientClinics.start(env);
    const processes: Process[] = [];
    for (let at = 0; at < 2; at += 1) {
      const core = compose(clinics.apiCore.settings, 'api');
      clinics.leaks.hear(core.logger);
      const api = await ApiProcess.start({ ...core, accountMails: { send: async () => true } }, clinics.leaks);
      processes.push({ core, api, joined: joinOtherProcesses(core, null, api.live) });
    }
    const live = new LiveProcesses(clinics, processes);
    await until('both processes to listen', async () => (await live.listeners()).length === 2);
    return live;
  }

  /** The connections on which processes hear each other. */
  async listeners(): Promise<readonly number[]> {
    const rows = await this.clinics.rows<{ pid: number }>(
      "select pid from pg_stat_activity where query like 'listen %' and datname = current_database()",
    );
    return rows.map(({ pid }) => pid);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.disconnect();
    for (const { core, api, joined } of this.processes) {
      await joined.stop();
      await api.stop();
      await core.close();
    }
    await this.clinics.stop();
  }

  urlOf(at: number): string {
    return this.processes[at]?.api.url ?? '';
  }

  async room(): Promise<LiveRoom> {
    const { clinics } = this;
    const clinic = await clinics.clinic();
    const [doctor, patient] = [await clinics.person(clinic, 'doctor'), await clinics.person(clinic, 'patient')];
    const appointment = await clinics.visit(clinic, doctor, patient);
    const of = { appointmentId: appointment, clinicId: clinic, doctorId: doctor.id, patientId: patient.id };
    const now = new Date();
    const id = await clinics.core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.chatRooms.ensure({ ...of, opensAt: new Date(now.getTime() - 60_000) }, now),
    );
    return { id, appointment, clinic, doctor, patient };
  }

  /** A new session of this person at a process. */
  async token(person: Person, at = 0): Promise<{ readonly access: string; readonly api: ApiClient }> {
    const { body } = await ApiClient.anonymous(this.urlOf(at)).post('/api/v1/users/login/', {
      email: person.email,
      password: person.password,
    });
    this.clinics.leaks.values.add(body.access);
    return { access: body.access, api: ApiClient.withToken(this.urlOf(at), body.access, person) };
  }

  private socket(at: number, auth: object, namespace = '/chat'): Socket {
    const socket = socketOf(`${this.urlOf(at)}${namespace}`, auth);
    this.sockets.push(socket);
    return socket;
  }

  /** Why a connection is refused, as the client's library tells it. */
  refusal(at: number, auth: object, namespace?: string): Promise<Json> {
    const socket = this.socket(at, auth, namespace);
    return new Promise((resolve, reject) => {
      socket.once('connect_error', (error) => resolve((error as { data?: Json }).data));
      socket.once('connect', () => reject(new Error('it was let in')));
    });
  }

  /** Connects this person to a process, in a session of its own. */
  async connect(person: Person, at = 0, token?: string): Promise<LiveClient> {
    const access = token ?? (await this.token(person, at)).access;
    const client = new LiveClient(this.socket(at, { token: access }), access);
    await client.connected();
    return client;
  }
}
