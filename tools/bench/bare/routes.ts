import type { AddressInfo } from 'node:net';
import express from 'express';
import pg from 'pg';
import Stripe from 'stripe';
import { KeyRing } from '../../../src/config/key-ring.js';

import { AppointmentRepository } from '../../../src/models/repositories/appointments/appointments.js';
import { FREE_SLOTS_SQL } from '../../../src/models/repositories/scheduling/slots.js';
import type { Sql } from '../../../src/models/sql.js';
import { serveBench } from './messages.js';

interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Express and pg with the product's own statements, and nothing else: no login, limits, checks, logs or encryption. */
export async function runBareRoutes(
  databaseUrl: string,
  encryptionKeys: string,
  clinicId: string,
  webhookSecret: string,
): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20, application_name: 'bare-routes' });
  const app = express();
  app.disable('etag');
  app.get('/slots', async (_request, response) => {
    const { rows } = await pool.query(FREE_SLOTS_SQL, [new Date(), null, null, null, [clinicId], null, null, 50]);
    response.json(rows);
  });
  const view = await viewStatement(encryptionKeys);
  app.get('/appointments/:id', async (request, response) => {
    const { rows } = await pool.query(view.sql, [request.params.id, ...view.values.slice(1)]);
    response.json(rows[0]);
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
  const server = app.listen(0, '127.0.0.1', () => {
    process.send?.({ about: 'ready', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });
  serveBench(async ({ ask }) => ({ about: 'failed', reason: `cannot answer ${ask}` }));
}

/** What the product asks for one appointment, recorded, so that it cannot drift from what it runs. */
async function viewStatement(encryptionKeys: string): Promise<Statement> {
  let recorded: Statement | undefined;
  const recorder: Sql = {
    transaction: null,
    query: async (sql: string, values: readonly unknown[] = []) => {
      recorded = { sql, values };
      return { rows: [], rowCount: 0 };
    },
  };
  await new AppointmentRepository(recorder, KeyRing.parse(encryptionKeys)).view('');
  if (!recorded) throw new Error('the repository asked nothing');
  return recorded;
}
