import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { Core } from '../../src/composition/core.js';
import { SYSTEM } from '../../src/domain/actor.js';
import { measure, percentile, perSecond } from './measure.js';
import { residentKb } from './memory.js';
import type { Population, Reader } from './population.js';
import type { ApiProcess } from './product.js';

const DAY_MS = 24 * 3_600_000;
const VISIT_MS = 900_000;
const ANSWER_MS = 20_000;
/** Far below the limit of messages, for each of them. */
const ROOMS = 80;
/** Connections that do nothing, of each patient and at a time: a person has twenty at most, and five rounds are measured. */
const IDLE_EACH = 3;

/** Two people who can write to each other. */
export interface ChatPair {
  readonly room: string;
  readonly doctor: Reader;
  readonly patient: Reader;
}

/** Rooms that are open: of booked visits in a year's time, one for each doctor. */
export async function openRooms(core: Core, { clinicId, doctors, patients }: Population): Promise<readonly ChatPair[]> {
  const now = core.now();
  const from = now.getTime() + 365 * DAY_MS;
  const pairs: ChatPair[] = [];
  for (let at = 0; at < ROOMS; at += 1) {
    const [doctor, patient] = [doctors[at], patients[at]];
    if (!doctor || !patient) throw new Error('there are too few people for the chat');
    const appointmentId = await bookedVisit(core, clinicId, {
      doctor,
      patient,
      startTime: new Date(from + at * VISIT_MS),
    });
    const of = { appointmentId, clinicId, doctorId: doctor.id, patientId: patient.id };
    const room = await core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.chatRooms.ensure({ ...of, opensAt: now }, now),
    );
    pairs.push({ room, doctor, patient });
  }
  await core.pool.query('analyze');
  return pairs;
}

interface Visit {
  readonly doctor: Reader;
  readonly patient: Reader;
  readonly startTime: Date;
}

/** As it stands in the tables when nothing is left to pay; no workflow waits for it. */
async function bookedVisit({ pool }: Core, clinicId: string, { doctor, patient, startTime }: Visit): Promise<string> {
  const [id, slot] = [randomUUID(), randomUUID()];
  const endTime = new Date(startTime.getTime() + VISIT_MS);
  await pool.query(
    `insert into availabilities (id, clinic_id, doctor_id, start_time, end_time, slot_type, timezone)
     values ($1, $2, $3, $4, $5, 'short', 'Australia/Sydney')`,
    [slot, clinicId, doctor.id, startTime, endTime],
  );
  await pool.query("insert into subjects (id, kind, clinic_id) values ($1, 'appointment', $2)", [id, clinicId]);
  await pool.query(
    `insert into appointments (id, clinic_id, availability_id, doctor_id, patient_id, status, payment_status,
       payment_required, price, currency, is_initial, starts_at, ends_at, booked_at, expires_at, status_since, policy,
       body_hash, answer, run_id)
     values ($1, $2, $3, $4, $5, 'pending', 'unpaid', false, 0, 'aud', true, $6, $7, now(), now(), now(), '{}', 'h', '{}', 'r')`,
    [id, clinicId, slot, doctor.id, patient.id, startTime, endTime],
  );
  await pool.query("update appointments set status = 'booked', payment_status = 'waived' where id = $1", [id]);
  return id;
}

export interface ChatSize {
  readonly messages: number;
  /** How many of them at a time. */
  readonly width: number;
}

interface Devices {
  readonly room: string;
  readonly sender: Socket;
  readonly receiver: Socket;
}

/** Patients who write, and doctors who read on a device of their own, perhaps at another process. */
export class Chats {
  private turn = 0;
  private devices: Promise<readonly Devices[]> | undefined;
  private readonly awaited = new Map<string, () => void>();

  constructor(
    private readonly pairs: readonly ChatPair[],
    private readonly urls: { readonly sender: string; readonly receiver: string },
  ) {}

  /** Milliseconds from the sending to the other device. */
  async percentile(rank: number, size: ChatSize): Promise<number> {
    const devices = await this.connected();
    const { latenciesMs } = await measure(size.messages, size.width, () => this.deliver(devices));
    return percentile(latenciesMs, rank);
  }

  /** Messages that are acknowledged and delivered. */
  async perSecond(size: ChatSize): Promise<number> {
    const devices = await this.connected();
    return perSecond(await measure(size.messages, size.width, () => this.deliver(devices)));
  }

  /** Also of a side that was never measured. */
  async close(): Promise<void> {
    for (const { sender, receiver } of (await this.devices) ?? [])
      for (const one of [sender, receiver]) one.disconnect();
  }

  private connected(): Promise<readonly Devices[]> {
    this.devices ??= this.connect();
    return this.devices;
  }

  private async connect(): Promise<readonly Devices[]> {
    const devices: Devices[] = [];
    for (const { room, doctor, patient } of this.pairs) {
      const sender = await joined(this.urls.sender, patient, room);
      const receiver = await joined(this.urls.receiver, doctor, room);
      receiver.on('message', ({ client_message_id: id }: { client_message_id: string }) => this.awaited.get(id)?.());
      devices.push({ room, sender, receiver });
    }
    return devices;
  }

  private async deliver(devices: readonly Devices[]): Promise<void> {
    const { room, sender } = devices[this.turn % devices.length] as Devices;
    this.turn += 1;
    const id = randomUUID();
    const came = new Promise<void>((resolve) => this.awaited.set(id, resolve));
    const sent = { room_id: room, message: 'How are you feeling today?', client_message_id: id };
    const answer = (await sender.timeout(ANSWER_MS).emitWithAck('message:send', sent)) as { ok: boolean };
    if (!answer.ok) throw new Error(`a message was refused: ${JSON.stringify(answer)}`);
    await came;
    this.awaited.delete(id);
  }
}

/** Connections that follow a room and do nothing, at a process that has no others. */
export class IdleConnections {
  private readonly sockets: Socket[] = [];

  constructor(
    private readonly pairs: readonly ChatPair[],
    private readonly server: ApiProcess,
  ) {}

  /** What one more of them takes of the process's memory, in kB. They stay: memory that was freed would serve the next. */
  async more(): Promise<number> {
    const before = residentKb(this.server.pid);
    const known = this.sockets.length;
    for (const { room, patient } of this.pairs) {
      for (let at = 0; at < IDLE_EACH; at += 1) this.sockets.push(await joined(this.server.url, patient, room));
    }
    return (residentKb(this.server.pid) - before) / (this.sockets.length - known);
  }
}

async function joined(url: string, { token }: Reader, room: string): Promise<Socket> {
  const socket = io(`${url}/chat`, { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false });
  const answer = (await socket.timeout(ANSWER_MS).emitWithAck('room:join', { room_id: room })) as { ok: boolean };
  if (!answer.ok) throw new Error(`a join was refused: ${JSON.stringify(answer)}`);
  return socket;
}
