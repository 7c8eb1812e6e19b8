import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AppointmentStatus } from '../../src/domain/appointments/states.js';
import type { PaymentStatus } from '../../src/domain/payments/payment-status.js';
import { MAINTENANCE_WORKFLOW, type MaintenanceResult } from '../../src/workflows/maintenance/contract.js';
import { ApiClient, until } from './client.js';
import { type ClinicOptions, type Mail, type Person, startClinic, type TestClinic } from './clinic.js';

/** A held slot and the people around it. */
export interface Visit {
  readonly id: string;
  readonly path: string;
  readonly slot: string;
  readonly patient: Person;
  readonly api: ApiClient;
  readonly doctor: Person;
  /** End of the payment window, epoch milliseconds. */
  readonly expiresAt: number;
}

/** A visit whose payment page is open. */
export interface PayableVisit extends Visit {
  readonly order: string;
  readonly session: string;
}

export interface StoredAppointment {
  readonly status: AppointmentStatus;
  readonly payment_status: PaymentStatus;
  readonly version: number;
  readonly run_id: string;
}

interface BankLine {
  readonly type: 'charge' | 'refund';
  readonly id: string;
  readonly session_id: string;
  readonly amount: number;
  readonly status: string;
}

export type Outcome = Readonly<Record<string, unknown>>;

/** What a patient goes through, in the words of the tests: hold, open the page, pay, and what everybody sees of it. */
export class Stage {
  private constructor(readonly clinic: TestClinic) {}

  static async open(
    env: Readonly<Record<string, string>> = {},
    deps?: ClinicOptions['deps'],
    { live = false } = {},
  ): Promise<Stage> {
    return new Stage(await startClinic({ env, live, ...(deps ? { deps } : {}) }));
  }

  close(): Promise<void> {
    return this.clinic.stop();
  }

  async signIn(role: Person['role']): Promise<ApiClient> {
    return ApiClient.signIn(this.clinic, await this.clinic.person(role));
  }

  /** The clinic's own rules for bookings from now on, over those of the settings. */
  async policy(rules: Outcome): Promise<void> {
    await this.sql('update clinics set policy = $1', [rules]);
  }

  as(person: Person): Promise<ApiClient> {
    return ApiClient.signIn(this.clinic, person);
  }

  /** A slot of a doctor who has no other, booked by a patient who has no other. */
  async hold(inMs: number, api?: ApiClient, symptoms?: string): Promise<Visit> {
    const doctor = await this.clinic.person('doctor');
    // Signed in before there is a slot: the time until its start is not spent on a password hash.
    const by = api ?? (await this.signIn('patient'));
    const slot = await this.clinic.slot(doctor, inMs);
    const booked = await by.post('/api/v1/appointments/', { availability_id: slot, ...(symptoms ? { symptoms } : {}) });
    assert.equal(booked.status, 201, JSON.stringify(booked.body));
    const { id, expires_at } = booked.body;
    assert.ok(by.person);
    const path = `/api/v1/appointments/${id}/`;
    return { id, path, slot, patient: by.person, api: by, doctor, expiresAt: Date.parse(expires_at) };
  }

  async checkout(visit: Visit): Promise<PayableVisit> {
    const order = await visit.api.post('/api/v1/orders/', { appointmentId: visit.id });
    assert.equal(order.status, 201, JSON.stringify(order.body));
    return { ...visit, order: order.body.order_id, session: sessionOf(order.body.checkout_url) };
  }

  async payable(inMs: number, api?: ApiClient, symptoms?: string): Promise<PayableVisit> {
    return this.checkout(await this.hold(inMs, api, symptoms));
  }

  async booked(inMs: number, api?: ApiClient, symptoms?: string): Promise<PayableVisit> {
    const visit = await this.payable(inMs, api, symptoms);
    // A message about the hold that the money overtakes is never sent.
    await until('the mail about the hold', async () => (await this.kinds(visit)).includes('booking_held'));
    await this.pay(visit);
    await this.reaches(visit, 'booked');
    // A confirmation that a cancellation overtakes is never sent: the tests that follow count on it.
    await this.told(visit, ['booking_held', 'booking_confirmed']);
    return visit;
  }

  /** Tells the bank what becomes of a payment page. */
  async pay(visit: { readonly session: string }, outcome: Outcome = { outcome: 'paid' }): Promise<void> {
    await this.drive(`checkout/${visit.session}`, outcome);
  }

  async drive(path: string, body: Outcome): Promise<void> {
    assert.equal(await this.tryDrive(path, body), 200, `${path} ${JSON.stringify(body)}`);
  }

  /** As `drive`, for what the bank may refuse: answers the status. */
  async tryDrive(path: string, body: Outcome): Promise<number> {
    const answer = await fetch(`${this.clinic.sandboxUrl}/sandbox/stripe/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await answer.body?.cancel();
    return answer.status;
  }

  faults(body: Outcome): Promise<void> {
    return this.drive('faults', body);
  }

  async bank(): Promise<readonly BankLine[]> {
    const answer = await fetch(`${this.clinic.sandboxUrl}/sandbox/stripe/ledger`);
    return (await answer.json()) as BankLine[];
  }

  async sql<Row extends Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.clinic.core.pool.query<Row>(text, [...values])).rows;
  }

  async row(visit: Pick<Visit, 'id'>): Promise<StoredAppointment> {
    const text = 'select status, payment_status, version, run_id from appointments where id = $1';
    const [row] = await this.sql<StoredAppointment & Record<string, unknown>>(text, [visit.id]);
    assert.ok(row, 'the appointment is stored');
    return row;
  }

  /** The statuses it went through, one for each change. */
  async moves(visit: Pick<Visit, 'id'>): Promise<string[]> {
    const text = `select to_status from status_history
      where appointment_id = $1 and from_status is distinct from to_status order by seq`;
    return (await this.sql<{ to_status: string }>(text, [visit.id])).map((row) => row.to_status);
  }

  async reaches(visit: Pick<Visit, 'id'>, status: AppointmentStatus, payment?: PaymentStatus): Promise<void> {
    await until(`${visit.id} to be ${status} ${payment ?? ''}`, async () => {
      const row = await this.row(visit);
      return row.status === status && (payment === undefined || row.payment_status === payment);
    });
  }

  handle(visit: Pick<Visit, 'id'>) {
    return this.clinic.core.client.workflow.getHandle(visit.id);
  }

  /** Status of the appointment's latest run in the engine. */
  async runState(visit: Pick<Visit, 'id'>): Promise<string> {
    return (await this.handle(visit).describe()).status.name;
  }

  async closes(visit: Pick<Visit, 'id'>, withinMs = 20_000): Promise<void> {
    await until('the workflow to close', async () => (await this.runState(visit)) === 'COMPLETED', withinMs);
  }

  /** Mails to the visit's patient, oldest first. */
  async mails(visit: Pick<Visit, 'patient'>): Promise<readonly Mail[]> {
    return (await this.clinic.mails()).filter((mail) => mail.to.includes(visit.patient.email)).reverse();
  }

  /** Kinds of the mails to the visit's patient, sorted; a Message-ID that came twice is a failure. */
  async kinds(visit: Pick<Visit, 'patient'>): Promise<string[]> {
    const mails = await this.mails(visit);
    const ids = mails.map((mail) => mail.message_id);
    assert.equal(new Set(ids).size, ids.length, `a message came twice: ${mails.map((mail) => mail.kind).join(', ')}`);
    return mails.map((mail) => mail.kind).sort();
  }

  /** Waits for these mails, no more and no fewer; those of `perhaps` may be among them. */
  async told(visit: Pick<Visit, 'patient'>, kinds: readonly string[], perhaps: readonly string[] = []): Promise<void> {
    const wanted = [...kinds].sort().join(', ');
    const seen = await until(`the mails ${wanted}`, async () => {
      const got = (await this.kinds(visit)).filter((kind) => !perhaps.includes(kind));
      return got.length >= kinds.length && got.join(', ');
    });
    assert.equal(seen, wanted);
  }

  /** Open attention entries. */
  async attention(visit: Pick<Visit, 'id'>): Promise<readonly string[]> {
    const text = 'select code from attention where subject_id = $1 and resolved_at is null order by opened_at, code';
    return (await this.sql<{ code: string }>(text, [visit.id])).map((row) => row.code);
  }

  async flagged(visit: Pick<Visit, 'id'>, code: string): Promise<void> {
    await until(`attention ${code}`, async () => (await this.attention(visit)).includes(code));
  }

  /** Waits until the documented query shows this workflow with these codes; with none of them, until it does not. */
  async listed(workflowId: string, codes: readonly string[]): Promise<void> {
    const { workflow } = this.clinic.core.client;
    const query = `Attention IS NOT NULL AND ExecutionStatus = "Running" AND WorkflowId = "${workflowId}"`;
    await until(`the list to show [${codes}] of ${workflowId}`, async () => {
      const shown: unknown[] = [];
      for await (const found of workflow.list({ query })) shown.push(...(found.searchAttributes.Attention ?? []));
      return shown.sort().join() === [...codes].sort().join();
    });
  }

  /** Sends an update to the workflow as the Temporal UI does: no signed-in actor, only a claimed name. */
  fromUi(visit: Pick<Visit, 'id'>, update: string, args: Outcome): Promise<unknown> {
    return this.handle(visit).executeUpdate(update, { args: [args] });
  }

  /** Runs maintenance as its Schedule does, for webhooks that look as if they had waited for more than a minute. */
  async maintain(): Promise<MaintenanceResult> {
    await this.sql(
      "update provider_events set received_at = received_at - interval '2 minutes' where processed_at is null",
    );
    const { client, temporal } = this.clinic.core;
    const run = { workflowId: `maintenance-${randomUUID()}`, taskQueue: temporal.taskQueue, args: [] };
    return client.workflow.execute(MAINTENANCE_WORKFLOW, run);
  }

  /** After maintenance no webhook about this appointment waits to be dealt with. */
  async inboxEmpty(visit: Pick<Visit, 'id'>): Promise<void> {
    await this.maintain();
    const text =
      'select 1 from provider_events where order_id in (select id from orders where subject_id = $1) and processed_at is null';
    await until('every webhook to be dealt with', async () => (await this.sql(text, [visit.id])).length === 0);
  }

  /** Our ledger and the bank's agree to the cent. */
  async moneyAgrees(): Promise<void> {
    this.assertAgrees(await this.bank(), await this.ledger(null));
  }

  /** The same for one appointment, while others are still at it. */
  async moneyAgreesFor(visit: PayableVisit): Promise<void> {
    const lines = (await this.bank()).filter((line) => line.session_id === visit.session);
    this.assertAgrees(lines, await this.ledger(visit.id));
  }

  /** What our books say the provider holds is what its account says, to the cent: fees and disputes included. */
  async accountAgrees(): Promise<void> {
    const answer = await fetch(`${this.clinic.sandboxUrl}/sandbox/stripe/balance`);
    const lines = (await answer.json()) as { amount: number; fee: number }[];
    const held = lines.reduce((total, line) => total + line.amount - line.fee, 0);
    const text = "select coalesce(sum(amount), 0)::int as held from ledger_entries where account = 'provider'";
    assert.deepEqual(await this.sql(text), [{ held }]);
  }

  private async ledger(appointment: string | null): Promise<unknown> {
    const [ours] = await this.sql(
      `select coalesce(sum(amount) filter (where kind = 'captured'), 0)::int as captured,
              coalesce(-sum(amount) filter (where kind in ('refund', 'refund_reversed')), 0)::int as returned
         from ledger_entries where account = 'provider' and ($1::uuid is null or order_id in (select id from orders where subject_id = $1))`,
      [appointment],
    );
    return ours;
  }

  private assertAgrees(lines: readonly BankLine[], ours: unknown): void {
    const sum = (type: string, amounts: readonly BankLine[]) =>
      amounts.filter((line) => line.type === type).reduce((total, line) => total + line.amount, 0);
    const taken = lines.filter((line) => line.type === 'refund' && line.status === 'succeeded');
    assert.deepEqual(ours, { captured: sum('charge', lines), returned: sum('refund', taken) });
  }
}

/** The provider's session that a payment page belongs to. */
export function sessionOf(url: string): string {
  const id = /cs_[A-Za-z0-9_]+/.exec(url)?.[0];
  assert.ok(id, `a checkout address: ${url}`);
  return id;
}

/** Resolves at this moment of the clock: for tests about what happens just before and just after a deadline. */
export async function at(moment: number): Promise<void> {
  await until('the moment to come', async () => Date.now() >= moment, Math.max(0, moment - Date.now()) + 1_000);
}
