import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pg from 'pg';
import Stripe from 'stripe';
import { argon2Hasher } from '../../../src/adapters/passwords/argon2.js';
import { KeyRing } from '../../../src/config/key-ring.js';
import { AppointmentRepository } from '../../../src/models/repositories/appointments/appointments.js';
import { freeSlotsStatement } from '../../../src/models/repositories/scheduling/slots.js';
import { SIGN_IN_PASSWORD } from '../population.js';
import { serveCatalogue } from './catalogue.js';
import { serveBench } from './messages.js';
import { servePrescribing } from './prescribing.js';
import { recorded, type Statement } from './recorded.js';

interface BareSide {
  readonly databaseUrl: string;
  readonly encryptionKeys: string;
  readonly clinicId: string;
  readonly webhookSecret: string;
  /** Of `SIGN_IN_PASSWORD`. */
  readonly passwordHash: string;
}

/** Express and pg with the product's own statements, and nothing else: no login, limits, checks, logs or encryption. */
export async function runBareRoutes({
  databaseUrl,
  encryptionKeys,
  clinicId,
  webhookSecret,
  passwordHash,
}: BareSide): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20, application_name: 'bare-routes' });
  const app = express();
  app.disable('etag');
  app.get('/slots', async (_request, response) => {
    const { rows } = await pool.query(freeSlotsOf(clinicId));
    response.json(rows);
  });
  const view = await viewStatement(encryptionKeys);
  app.get('/appointments/:id', async (request, response) => {
    const { rows } = await pool.query(view.sql, [request.params.id, ...view.values.slice(1)]);
    response.json(rows[0]);
  });
  await pool.query(`create table if not exists bench_audit (id uuid primary key, at timestamptz not null, actor uuid not null,
    action text not null, entity text not null, entity_id uuid not null, patient_id uuid not null, details jsonb not null)`);
  app.get('/audited-appointments/:id', async (request, response) => {
    response.json(await readRecorded(pool, [view.sql, [request.params.id, ...view.values.slice(1)]]));
  });
  await pool.query(`create table if not exists bench_events (event_id text primary key, type text not null,
    object_id text not null, received_at timestamptz not null default now())`);
  const stripe = new Stripe('sk_test_bench');
  app.post('/webhook', express.raw({ type: '*/*' }), async (request, response) => {
    const event = stripe.webhooks.constructEvent(request.body, request.header('stripe-signature') ?? '', webhookSecret);
    await pool.query(
      'insert into bench_events (event_id, type, object_id) values ($1, $2, $3) on conflict do nothing',
      [event.id, event.type, (event.data.object as { id: string }).id],
    );
    response.json({ received: true });
  });
  await pool.query(
    'create table if not exists bench_sessions (id uuid primary key, user_id uuid not null, device text not null)',
  );
  const passwords = argon2Hasher();
  app.post('/sign-in', async (_request, response) => {
    if (!(await passwords.verify(passwordHash, SIGN_IN_PASSWORD))) throw new Error('the password is another');
    await pool.query('insert into bench_sessions values ($1, $2, $3)', [randomUUID(), randomUUID(), 'a browser']);
    response.json({});
  });
  await servePrescribing(app, pool, clinicId);
  await serveCatalogue(app, pool, clinicId);
  const server = app.listen(0, '127.0.0.1', () => {
    process.send?.({ about: 'ready', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });
  serveBench(async ({ ask }) => ({ about: 'failed', reason: `cannot answer ${ask}` }));
}

/** A select and an insert that says who read it, in one transaction. */
async function readRecorded(pool: pg.Pool, [sql, values]: [string, unknown[]]): Promise<unknown> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query(sql, values);
    const { id, doctor_id: doctorId, patient_id: patientId } = rows[0];
    await client.query('insert into bench_audit values ($1, now(), $2, $3, $4, $5, $6, $7)', [
      randomUUID(),
      doctorId,
      'appointment.read',
      'appointment',
      id,
      patientId,
      { symptoms: false },
    ]);
    await client.query('commit');
    return rows[0];
  } finally {
    client.release();
  }
}

/** As the product asks, prepared once for each connection. */
function freeSlotsOf(clinicId: string): pg.QueryConfig {
  const { text, values } = freeSlotsStatement({ after: new Date(), clinicIds: [clinicId], limit: 50 });
  return { name: 'slots', text, values: [...values] };
}

/** What the product asks for one appointment. */
function viewStatement(encryptionKeys: string): Promise<Statement> {
  return recorded((db) => new AppointmentRepository(db, KeyRing.parse(encryptionKeys)).view(''));
}
