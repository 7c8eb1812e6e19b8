import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { AppointmentStatus } from '../../src/domain/appointments/states.js';
import type { PaymentStatus } from '../../src/domain/payments/payment-status.js';

export type Row = Readonly<Record<string, unknown>>;

const HOUR = 3_600_000;
/** Far enough ahead that no test's clock reaches it. */
export const NOON = Date.parse('2031-03-04T12:00:00Z');

/** What PostgreSQL refused with. */
export interface Violation {
  readonly code: string;
  readonly constraint: string | undefined;
  readonly message: string;
}

/** Rows as the tables take them, past all of our code: for tests of what the database itself refuses. */
export class Records {
  private constructor(readonly db: pg.Client) {}

  static async open(url: string): Promise<Records> {
    const db = new pg.Client({ connectionString: url });
    await db.connect();
    return new Records(db);
  }

  close(): Promise<void> {
    return this.db.end();
  }

  async query(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.db.query(sql, [...values])).rows;
  }

  async insert(table: string, row: Row): Promise<string> {
    const names = Object.keys(row);
    const places = names.map((_, index) => `$${index + 1}`);
    await this.query(`insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`, Object.values(row));
    return String(row.id ?? '');
  }

  /** Runs `fn` in a transaction that is always taken back, deferred rules included; what it was refused with, or null. */
  async attempt(fn: () => Promise<unknown>): Promise<Violation | null> {
    await this.query('begin');
    try {
      await fn();
      await this.query('set constraints all immediate');
      return null;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      return { code: error.code ?? '', constraint: error.constraint, message: error.message };
    } finally {
      await this.query('rollback');
    }
  }

  async clinic(): Promise<string> {
    const id = randomUUID();
    await this.insert('clinics', { id, name: 'Clinic', slug: id, timezone: 'Australia/Sydney', currency: 'aud' });
    return this.insert('subjects', { id, kind: 'clinic', clinic_id: id });
  }

  user(): Promise<string> {
    const id = randomUUID();
    return this.insert('users', {
      id,
      email_hash: id,
      email_sealed: 'k.x',
      password_hash: 'x',
      first_name_sealed: 'k.x',
      last_name_sealed: 'k.x',
    });
  }

  slot(clinic: string, doctor: string, more: Row = {}): Promise<string> {
    return this.insert('availabilities', {
      id: randomUUID(),
      clinic_id: clinic,
      doctor_id: doctor,
      start_time: new Date(NOON),
      end_time: new Date(NOON + HOUR),
      slot_type: 'long',
      timezone: 'Australia/Sydney',
      ...more,
    });
  }

  async appointment(slot: string, clinic: string, doctor: string, patient: string, more: Row = {}): Promise<string> {
    const id = await this.insert('subjects', { id: randomUUID(), kind: 'appointment', clinic_id: clinic });
    return this.insert('appointments', {
      id,
      clinic_id: clinic,
      availability_id: slot,
      doctor_id: doctor,
      patient_id: patient,
      status: 'pending',
      payment_status: 'unpaid',
      payment_required: true,
      price: 8000,
      currency: 'aud',
      is_initial: true,
      starts_at: new Date(NOON),
      ends_at: new Date(NOON + HOUR),
      booked_at: new Date(NOON - 48 * HOUR),
      expires_at: new Date(NOON - 47 * HOUR),
      status_since: new Date(NOON - 48 * HOUR),
      policy: {},
      body_hash: 'x',
      answer: {},
      run_id: 'r',
      ...more,
    });
  }

  /** Puts an appointment into a state without the way there: the table's own rules are off for this one update. */
  async place(id: string, status: AppointmentStatus, payment: PaymentStatus): Promise<void> {
    await this.query('alter table appointments disable trigger appointments_move');
    await this.query('update appointments set status = $2, payment_status = $3 where id = $1', [id, status, payment]);
    await this.query('alter table appointments enable trigger appointments_move');
  }

  order(appointment: string, clinic: string, patient: string, more: Row = {}): Promise<string> {
    return this.insert('orders', {
      id: randomUUID(),
      clinic_id: clinic,
      subject_id: appointment,
      subject_kind: 'appointment',
      patient_id: patient,
      provider: 'stripe',
      status: 'creating',
      amount: 8000,
      currency: 'aud',
      request: {},
      expires_at: new Date(NOON),
      ...more,
    });
  }

  payment(order: string, clinic: string, more: Row = {}): Promise<string> {
    return this.insert('payments', {
      id: randomUUID(),
      clinic_id: clinic,
      order_id: order,
      provider: 'stripe',
      provider_payment_id: randomUUID(),
      amount: 8000,
      currency: 'aud',
      purpose: 'appointment',
      captured_at: new Date(NOON),
      ...more,
    });
  }

  refund(payment: string, order: string, clinic: string, more: Row = {}): Promise<string> {
    const id = randomUUID();
    return this.insert('refunds', {
      id,
      clinic_id: clinic,
      order_id: order,
      payment_id: payment,
      amount: 8000,
      currency: 'aud',
      status: 'requested',
      reason: 'test',
      operation_id: id,
      ...more,
    });
  }
}
