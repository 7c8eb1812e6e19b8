import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { testDatabase } from '../../tests/support/database.js';
import { resolveTemporalBinary, startTemporal } from '../launcher/temporal.js';
import { testFolder } from '../launcher/testing.js';
import type { BankEntry, BankSession, Mail, Sources } from './check/world.js';
import { type BookingFact, type ChatFact, type DeliveryFact, type Facts, noFacts, type RoomReading } from './facts.js';
import type { ImportFacts } from './import-facts.js';
import type { PrescribingFacts } from './prescribing-facts.js';
import { testChat } from './test-chat.js';
import { TestEngine } from './test-engine.js';
import { testImports } from './test-imports.js';
import { testPrescribing } from './test-prescribing.js';
import { testPulls } from './test-pulls.js';
import { atHour, bookingOf, GUARDS, TABLES } from './test-rows.js';

type Row = Readonly<Record<string, unknown>>;

/**
 * A small clinic as the checker of `npm run chaos` sees it: rows in a real database whose guards are off, workflows on
 * a real engine, a bank and a mailbox that say what the test wants. One appointment is booked and paid, one was
 * cancelled by its patient with half of the money back.
 */
export class ChaosScene {
  readonly bank: BankEntry[] = [];
  readonly sessions: BankSession[] = [];
  /** The clinic's account at the bank. */
  readonly account: { category: string; amount: number; fee: number; currency: string }[] = [];
  readonly mails: Mail[] = [];
  readonly deliveries: DeliveryFact[] = [];
  clinic = '';
  booked = '';
  cancelled = '';
  order = '';
  freeSlot = '';
  private facts: Facts = noFacts();

  constructor(
    private readonly db: pg.Client,
    private readonly databaseUrl: string,
    readonly engine: TestEngine,
    private readonly temporalAddress: string,
    private readonly server: Server,
    private readonly stopServices: () => Promise<void>,
  ) {}

  get contradictions(): string[] {
    return this.facts.contradictions;
  }

  /** What clients saw of the one chat. */
  get chat(): ChatFact {
    const [chat] = this.facts.chats;
    if (!chat) throw new Error('nobody chats');
    return chat;
  }

  get prescribing(): PrescribingFacts {
    return this.facts.prescribing;
  }

  get imports(): ImportFacts {
    return this.facts.imports;
  }

  get readings(): RoomReading[] {
    return this.facts.readings;
  }

  sources(): Sources {
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    const { databaseUrl, temporalAddress, facts } = this;
    return { databaseUrl, temporalAddress, sandboxUrl: url, mailUrl: url, facts };
  }

  /** All is well again. */
  async reset(): Promise<void> {
    await this.engine.clear();
    for (const list of [this.bank, this.sessions, this.account, this.mails, this.deliveries]) list.length = 0;
    this.facts = noFacts(this.deliveries);
    await this.sql(`truncate ${TABLES} cascade`);
    await this.build();
  }

  async sql(text: string): Promise<void> {
    await this.db.query(text);
  }

  /** Changes the cancelled appointment so that nothing but what the test names is wrong with who is where. */
  async share(what: 'slot' | 'doctor' | 'patient'): Promise<void> {
    const column = { slot: 'availability_id', doctor: 'doctor_id', patient: 'patient_id' }[what];
    const other = `(select b.${column} from appointments b where b.id = '${this.booked}')`;
    await this.sql(`update appointments set status = 'booked', ${column} = ${other} where id = '${this.cancelled}'`);
  }

  refundEntry(): BankEntry {
    const entry = this.bank.find(({ type }) => type === 'refund');
    if (!entry) throw new Error('the bank has no refund');
    return entry;
  }

  /** What a client says that it was answered, of a booking of its own. */
  addBooking(change: Partial<BookingFact>): void {
    this.facts.bookings.push({ ...bookingOf(randomUUID(), randomUUID()), ...change });
  }

  /** Changes what the client of an appointment was answered. */
  changeAnswer(id: string, change: Partial<BookingFact>): void {
    const fact = this.facts.bookings.find((candidate) => candidate.id === id);
    Object.assign(fact ?? {}, change);
  }

  /** Copies the delivery of the booked appointment, changed; the copy is received, too. */
  async copyDelivery(change: Row): Promise<void> {
    const { rows } = await this.db.query<Row>('select * from notifications limit 1');
    await this.insert('notifications', { ...rows[0], id: randomUUID(), ...change });
  }

  async close(): Promise<void> {
    await this.db.end();
    await this.engine.close();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
    await this.stopServices();
  }

  private async build(): Promise<void> {
    const [clinic, user] = [randomUUID(), randomUUID()];
    this.clinic = clinic;
    await this.insert('clinics', { id: clinic, name: 'Test', slug: 'test', timezone: 'UTC', currency: 'aud' });
    this.booked = await this.appointment(clinic, user, 'booked', 0);
    this.cancelled = await this.appointment(clinic, user, 'cancelled_by_patient', 1);
    this.freeSlot = await this.slot(clinic, randomUUID(), 2);
    this.facts.freeSlots = new Set([this.freeSlot, ...(await this.slotOf(this.cancelled))]);
    this.order = await this.paid(clinic, this.booked, 'paid', 0);
    const refunded = await this.paid(clinic, this.cancelled, 'partially_refunded', 4_000);
    await this.engine.endRun(this.cancelled);
    const context = { refundPercent: 50, refundAmount: 4_000 };
    await this.history(clinic, this.cancelled, 'cancel', 'cancelled_by_patient', context);
    const answer = {
      outcome: 'done' as const,
      statuses: [200],
      askedAt: Date.now(),
      answeredAt: Date.now() + 1,
      code: null,
    };
    this.facts.changes.push({ kind: 'cancel', appointmentId: this.cancelled, to: 'cancelled_by_patient', ...answer });
    this.addBooking({ outcome: 'refused', id: null, statuses: [400], code: 'slot_taken' });
    this.addBooking({ outcome: 'abandoned', id: null, statuses: [null], answeredAt: null });
    await this.message(clinic, user, this.cancelled);
    await this.message(clinic, user, this.booked);
    await this.event(refunded, 'checkout.session.completed');
    await this.consult(clinic, this.booked);
    await this.furnish(clinic, user);
  }

  /** Four prescriptions: one was supplied, one cancelled, one stands in the place of another. Price lists of one supplier. */
  private async furnish(clinic: string, user: string): Promise<void> {
    const [prescribing, imports, pulls] = [
      testPrescribing({ clinic, user }),
      testImports(clinic),
      testPulls(clinic, user),
    ];
    for (const [table, row] of [...prescribing.rows, ...imports.rows, ...pulls.rows]) await this.insert(table, row);
    Object.assign(this.facts.prescribing, prescribing.facts);
    Object.assign(this.facts.imports, imports.facts, pulls.facts);
    this.mails.push(...prescribing.mails, pulls.mail);
    for (const { id, isRunning } of [...prescribing.runs, ...imports.runs, ...pulls.runs]) {
      await this.engine.startRun(id, 'pending', id.split('/')[0]);
      if (!isRunning) await this.engine.endRun(id);
    }
    for (const id of pulls.schedules) await this.engine.startSchedule(id);
  }

  /** The patient checks in, and writes with the doctor. */
  private async consult(clinic: string, appointment: string): Promise<void> {
    const sql = 'update appointments set checked_in_at = now() where id = $1 returning doctor_id, patient_id';
    const { rows } = await this.db.query<{ doctor_id: string; patient_id: string }>(sql, [appointment]);
    const { doctor_id: doctor = '', patient_id: patient = '' } = rows[0] ?? {};
    const chat = testChat({ clinic, appointment, doctor, patient });
    for (const [table, row] of chat.rows) await this.insert(table, row);
    this.facts.chats.push(chat.fact);
    this.facts.readings.push(...chat.readings);
    this.facts.checkIns.push({ appointmentId: appointment, outcome: 'done' });
  }

  private async appointment(clinic: string, user: string, status: string, hour: number): Promise<string> {
    const [id, doctor, patient] = [randomUUID(), randomUUID(), randomUUID()];
    const slot = await this.slot(clinic, doctor, hour);
    const fact = bookingOf(id, slot);
    const runId = await this.engine.startRun(id, status);
    const starts_at = atHour(0);
    await this.insert('appointments', {
      id,
      clinic_id: clinic,
      availability_id: slot,
      doctor_id: doctor,
      patient_id: patient,
      booked_by: user,
      status,
      payment_status: status === 'booked' ? 'paid' : 'partially_refunded',
      payment_required: true,
      price: 8_000,
      currency: 'aud',
      is_initial: true,
      consultation_type: fact.tag,
      starts_at,
      ends_at: new Date(starts_at.getTime() + 900_000),
      booked_at: new Date(Date.now() - 60_000),
      expires_at: new Date(Date.now() - 30_000),
      status_since: new Date(),
      policy: {},
      body_hash: '',
      answer: {},
      run_id: runId,
    });
    await this.history(clinic, id, 'confirm', 'booked', {});
    this.facts.bookings.push({ ...fact, patientId: patient });
    return id;
  }

  private async slot(clinic: string, doctor: string, hour: number): Promise<string> {
    const id = randomUUID();
    const end_time = new Date(atHour(hour).getTime() + 900_000);
    const times = { start_time: atHour(hour), end_time, slot_type: 'short', timezone: 'UTC' };
    await this.insert('availabilities', { id, clinic_id: clinic, doctor_id: doctor, ...times });
    return id;
  }

  private async slotOf(appointment: string): Promise<string[]> {
    const sql = 'select availability_id from appointments where id = $1';
    const { rows } = await this.db.query<{ availability_id: string }>(sql, [appointment]);
    return rows.map((row) => row.availability_id);
  }

  /** Order, payment, refund if any, ledger, bank, and what the client knows of it. */
  private async paid(clinic: string, appointment: string, status: string, returned: number): Promise<string> {
    const [id, payment, refund] = [randomUUID(), randomUUID(), randomUUID()];
    const session = `cs_${id}`;
    const owner = { clinic_id: clinic };
    const subject = { subject_id: appointment, subject_kind: 'appointment' };
    const money = { amount: 8_000, currency: 'aud' };
    const pays = { provider: 'stripe', provider_payment_id: `pi_${id}` };
    const asked = { request: {}, provider_session_id: session, expires_at: new Date() };
    await this.insert('orders', {
      id,
      ...owner,
      ...subject,
      patient_id: randomUUID(),
      status,
      ...money,
      ...pays,
      ...asked,
    });
    const captured = { purpose: 'appointment', captured_at: new Date() };
    await this.insert('payments', { id: payment, ...owner, order_id: id, ...money, ...pays, ...captured });
    await this.post(owner, id, 'captured', 8_000);
    const entry = { session_id: session, currency: 'aud', status: 'succeeded', metadata: {} };
    this.bank.push({ type: 'charge', id: `ch_${id}`, amount: 8_000, ...entry });
    this.account.push({ category: 'charge', amount: 8_000, fee: 0, currency: 'aud' });
    this.sessions.push({ id: session, status: 'complete', payment_status: 'paid' });
    const fact = { orderId: id, amount: 8_000, session, outcome: 'done' as const, statuses: [201] };
    this.facts.orders.push({ appointmentId: appointment, ...fact });
    if (returned > 0) {
      const settled = { amount: returned, currency: 'aud', status: 'succeeded', reason: 'test', operation_id: refund };
      const of = { order_id: id, payment_id: payment, provider_refund_id: `re_${id}` };
      await this.insert('refunds', { id: refund, ...owner, ...of, ...settled });
      await this.post(owner, id, 'refund', -returned);
      this.bank.push({ type: 'refund', id: `re_${id}`, amount: returned, ...entry });
      this.account.push({ category: 'refund', amount: -returned, fee: 0, currency: 'aud' });
    }
    return id;
  }

  private async post(owner: Row, order: string, kind: string, amount: number): Promise<void> {
    const line = { posting_id: randomUUID(), ...owner, order_id: order, kind, currency: 'aud', reference: order };
    await this.insert('ledger_entries', { ...line, account: 'provider', amount });
    await this.insert('ledger_entries', { ...line, account: 'patient', amount: -amount });
  }

  private async event(order: string, type: string): Promise<void> {
    const eventId = `evt_${randomUUID()}`;
    const stored = {
      event_id: eventId,
      about: 'checkout',
      change: 'completed',
      label: type,
      object_id: `cs_${order}`,
      processed_at: new Date(),
      outcome: 'confirmed',
    };
    await this.insert('provider_events', { provider: 'stripe', ...stored });
    this.deliveries.push({ eventId, type, status: 200, at: Date.now() });
  }

  private async message(clinic: string, user: string, appointment: string): Promise<void> {
    const id = randomUUID();
    const owner = { clinic_id: clinic, subject_id: appointment, user_id: user };
    const what = { version: 0, kind: 'booking_confirmed', occurrence: '', channel: 'email', state: 'sent' };
    const message_id = `<${id}@test>`;
    await this.insert('notifications', {
      id,
      ...owner,
      ...what,
      message_id,
      recipient_sealed: 'x',
      recipient_hash: 'x',
      claimed_at: new Date(Date.now() - 1_000),
    });
    this.mails.push({ message_id, kind: 'booking_confirmed', received_at: new Date().toISOString() });
  }

  /** Something about this appointment needs a person. */
  async flag(id: string, code: string): Promise<void> {
    await this.engine.endRun(id);
    await this.sql(
      `insert into attention (id, clinic_id, subject_id, code) select '${randomUUID()}', clinic_id, id, '${code}' from appointments where id = '${id}'`,
    );
  }

  private history(clinic: string, id: string, move: string, to_status: string, context: Row): Promise<void> {
    const by = { actor_kind: 'system', actor_label: 'test', payment_status: 'paid', changed_at: new Date() };
    const step = { appointment_id: id, clinic_id: clinic, operation_id: `${id}/${move}`, move, to_status, context };
    return this.insert('status_history', { ...step, ...by });
  }

  private async insert(table: string, row: Row): Promise<void> {
    const names = Object.keys(row);
    const places = names.map((_, index) => `$${index + 1}`).join(', ');
    await this.db.query(`insert into ${table} (${names.join(', ')}) values (${places})`, Object.values(row));
  }
}

/** Starts what a scene needs; `reset` fills it. */
export async function openScene(): Promise<ChaosScene> {
  const database = await testDatabase();
  const binary = await resolveTemporalBinary({ onProgress: () => undefined });
  // An engine of its own: other tests' workflows would be strays here.
  const temporal = await startTemporal({
    binary,
    port: 0,
    uiPort: 0,
    logFile: join(testFolder(), 'temporal.log'),
    searchAttributes: { AppointmentStatus: 'Keyword' },
  });
  const connection = await Connection.connect({ address: temporal.address });
  const db = new pg.Client({ connectionString: database.url });
  await db.connect();
  await db.query(GUARDS);
  // Neither triggers nor foreign keys from here on.
  await db.query('set session_replication_role = replica');
  const stop = async () => {
    await temporal.stop();
    await database.stop();
  };
  let scene: ChaosScene;
  const server = createServer((request, response) => {
    const { bank: ledger, sessions, account: balance, mails: messages } = scene;
    const lists: Readonly<Record<string, readonly unknown[]>> = { ledger, sessions, balance, messages };
    const list = lists[request.url?.split('/').at(-1) ?? ''];
    response.setHeader('content-type', 'application/json').end(JSON.stringify(list));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scene = new ChaosScene(db, database.url, new TestEngine(new Client({ connection })), temporal.address, server, stop);
  return scene;
}
