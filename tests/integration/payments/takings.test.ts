import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { takingAnswer } from '../../../src/api/payments/presenter.js';
import type { TakingAnswer } from '../../../src/api/payments/responses.js';
import { repositories } from '../../../src/composition/contexts.js';
import { KeyRing } from '../../../src/config/key-ring.js';
import type { UserActor } from '../../../src/domain/actor.js';
import { parsePeriod } from '../../../src/domain/periods.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { openPool, type Pool } from '../../../src/models/connection.js';
import { storeScopeKeys } from '../../../src/models/signed-scope.js';
import { unitOfWork } from '../../../src/models/unit-of-work.js';
import { createLogger } from '../../../src/observability/logger.js';
import { dailyTakings } from '../../../src/usecases/payments/orders/daily-takings.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { Records } from '../../support/records.js';

const HOUR_MS = 3_600_000;

/** Sydney's clocks go forward on 4 October 2026: that day has 23 hours, 03 Oct 14:00 Z to 04 Oct 13:00 Z. */
describe('daily takings', () => {
  let database: TestDatabase;
  let records: Records;
  let pool: Pool;
  let sydney: string;
  let manila: string;
  let visits = 0;
  let now = new Date('2026-10-05T02:00:00Z');

  const keys = KeyRing.parse(`k:${randomBytes(32).toString('base64')}`);

  before(async () => {
    database = await testDatabase();
    const owner = openPool(
      { url: database.url, max: 1, statementTimeoutMs: 5_000, applicationName: 'test' },
      createLogger('error', 'test'),
    );
    await storeScopeKeys(owner, keys);
    await owner.end();
    records = await Records.open(database.url);
    const options = {
      url: database.apiUrl,
      max: 2,
      statementTimeoutMs: 5_000,
      applicationName: 'test',
    };
    pool = openPool(options, createLogger('error', 'test'));
    sydney = await records.clinic();
    manila = await records.clinic();
    await records.query("update clinics set timezone = 'Asia/Manila', currency = 'php' where id = $1", [manila]);
  });
  after(async () => {
    await pool.end();
    await records.close();
    await database.stop();
  });

  const read = (
    query: { from?: string; to?: string; timezone?: string; clinicId?: string } = {},
    clinicIds = [sydney],
  ) => {
    const actor = {
      kind: 'user',
      membershipId: null,
      userId: randomUUID(),
      role: 'accountant',
      permissions: ROLE_PERMISSIONS.accountant,
      clinicIds,
      sessionId: '',
    };
    const work = unitOfWork(pool, keys, repositories);
    const { clinicId = null, ...text } = query;
    // Parsed in a promise, as the controller's: a refusal is a rejection.
    return Promise.resolve()
      .then(() =>
        dailyTakings({ unitOfWork: work, now: () => now })(actor as UserActor, { period: parsePeriod(text), clinicId }),
      )
      .then((takings) => takings.map(takingAnswer));
  };

  interface Payment {
    readonly clinic: string;
    readonly appointment: string;
    readonly order: string;
    readonly payment: string;
    readonly reference: string;
  }

  async function payment(provider: string, method: string | null, clinic = sydney): Promise<Payment> {
    visits += 1;
    const [doctor, patient] = [await records.user(), await records.user()];
    const start_time = new Date(Date.parse('2031-03-04T12:00:00Z') + visits * HOUR_MS);
    const slot = await records.slot(clinic, doctor, { start_time, end_time: new Date(start_time.getTime() + HOUR_MS) });
    const appointment = await records.appointment(slot, clinic, doctor, patient);
    const order = await records.order(appointment, clinic, patient, { provider });
    return { clinic, appointment, order, ...(await paymentOf({ clinic, appointment, order }, provider, method)) };
  }

  async function paymentOf(
    of: { clinic: string; appointment: string; order: string },
    provider: string,
    method: string | null,
    more = {},
  ) {
    const reference = `pay_${randomUUID()}`;
    const row = { provider, method, provider_payment_id: reference, ...more };
    return { payment: await records.payment(of.order, of.clinic, row), reference };
  }

  async function post(
    of: Payment,
    at: string,
    kind: string,
    sides: readonly [string, string],
    amount: number,
    reference = of.reference,
    currency = 'aud',
  ) {
    await records.query(
      `insert into ledger_entries (posting_id, clinic_id, order_id, kind, account, amount, currency, reference, posted_at)
       select $1, $2, $3, $4, line.account, line.amount, $5, $6, $7
         from unnest($8::text[], $9::int[]) as line (account, amount)`,
      [randomUUID(), of.clinic, of.order, kind, currency, reference, at, sides, [amount, -amount]],
    );
  }

  const shown = (rows: readonly TakingAnswer[]) =>
    rows.map(
      ({ date, provider, method, currency, payments, captured, refunded, fees, disputes, net }) =>
        `${date} ${provider} ${method} ${currency}: ${payments} ${captured} -${refunded} -${fees} -${disputes} = ${net}`,
    );

  it('fall on the day of the clinic’s own calendar, also where clocks change', async () => {
    const [late, first, last, next] = [
      await payment('stripe', 'card'),
      await payment('stripe', 'card'),
      await payment('desk', 'cash'),
      await payment('stripe', 'card'),
    ];
    await post(late, '2026-10-03T13:59:59.999Z', 'captured', ['provider', 'patient'], 8000);
    await post(late, '2026-10-03T13:59:59.999Z', 'fee', ['fees', 'provider'], 166);
    await post(first, '2026-10-03T14:00:00Z', 'captured', ['provider', 'patient'], 5000);
    await post(last, '2026-10-04T12:59:59.999Z', 'captured', ['desk', 'patient'], 8000);
    await post(next, '2026-10-04T13:00:00Z', 'captured', ['provider', 'patient'], 8000);
    // Given back two days after it was paid.
    const refund = await records.refund(late.payment, late.order, sydney);
    await post(late, '2026-10-05T01:00:00Z', 'refund', ['patient', 'provider'], 4000, `${refund}:1`);
    await post(late, '2026-10-05T01:00:00Z', 'refund_fee', ['fees', 'provider'], 30, `${refund}:1`);
    assert.deepEqual(shown(await read({ from: '2026-10-03', to: '2026-10-05' })), [
      '2026-10-03 stripe card aud: 1 80.00 -0.00 -1.66 -0.00 = 78.34',
      '2026-10-04 desk cash aud: 1 80.00 -0.00 -0.00 -0.00 = 80.00',
      '2026-10-04 stripe card aud: 1 50.00 -0.00 -0.00 -0.00 = 50.00',
      '2026-10-05 stripe card aud: 1 80.00 -40.00 -0.30 -0.00 = 39.70',
    ]);
    assert.deepEqual(
      (await read({ from: '2026-10-04', to: '2026-10-04' })).map(({ date }) => date),
      ['2026-10-04', '2026-10-04'],
    );
  });

  it('follow disputes, and a refund that comes back', async () => {
    const of = await payment('stripe', 'card');
    const refund = await records.refund(of.payment, of.order, sydney);
    await post(of, '2026-10-08T01:00:00Z', 'captured', ['provider', 'patient'], 8000);
    await post(of, '2026-10-09T01:00:00Z', 'dispute', ['disputes', 'provider'], 8000, 'txn_1');
    await post(of, '2026-10-09T01:00:00Z', 'dispute_fee', ['fees', 'provider'], 2500, 'txn_1');
    await post(of, '2026-10-10T01:00:00Z', 'dispute_reversed', ['provider', 'disputes'], 8000, 'txn_2');
    await post(of, '2026-10-11T01:00:00Z', 'refund', ['patient', 'provider'], 8000, `${refund}:1`);
    await post(of, '2026-10-12T01:00:00Z', 'refund_reversed', ['provider', 'patient'], 8000, `${refund}:1`);
    await post(of, '2026-10-13T01:00:00Z', 'write_off', ['losses', 'disputes'], 8000, 'dp_1');
    assert.deepEqual(shown(await read({ from: '2026-10-08', to: '2026-10-13' })), [
      '2026-10-08 stripe card aud: 1 80.00 -0.00 -0.00 -0.00 = 80.00',
      '2026-10-09 stripe card aud: 0 0.00 -0.00 -25.00 -80.00 = -105.00',
      '2026-10-10 stripe card aud: 0 0.00 -0.00 -0.00 --80.00 = 80.00',
      '2026-10-11 stripe card aud: 0 0.00 -80.00 -0.00 -0.00 = -80.00',
      '2026-10-12 stripe card aud: 0 0.00 --80.00 -0.00 -0.00 = 80.00',
    ]);
  });

  it('tell the payments of one order apart, and count money that was told no method', async () => {
    const of = await payment('stripe', 'card');
    const other = { ...of, ...(await paymentOf(of, 'stripe', 'au_becs_debit', { purpose: 'mismatch' })) };
    const silent = await payment('paystack', null);
    await post(of, '2026-10-20T01:00:00Z', 'captured', ['provider', 'patient'], 8000);
    await post(other, '2026-10-20T01:00:00Z', 'captured', ['provider', 'patient'], 700);
    await post(other, '2026-10-20T01:00:00Z', 'fee', ['fees', 'provider'], 50);
    const refund = await records.refund(other.payment, of.order, sydney, { amount: 700 });
    await post(of, '2026-10-20T02:00:00Z', 'refund', ['patient', 'provider'], 700, `${refund}:2`);
    await post(silent, '2026-10-20T01:00:00Z', 'captured', ['provider', 'patient'], 2_000_000_000, undefined, 'ngn');
    assert.deepEqual(shown(await read({ from: '2026-10-20', to: '2026-10-20' })), [
      '2026-10-20 paystack null ngn: 1 20000000.00 -0.00 -0.00 -0.00 = 20000000.00',
      '2026-10-20 stripe au_becs_debit aud: 1 7.00 -7.00 -0.50 -0.00 = -0.50',
      '2026-10-20 stripe card aud: 1 80.00 -0.00 -0.00 -0.00 = 80.00',
    ]);
  });

  it('are those of the caller’s clinics, each by its own day', async () => {
    const there = await payment('desk', 'cash', manila);
    // Half past midnight in Sydney, half past nine in the evening before in Manila.
    await post(there, '2026-11-20T13:30:00Z', 'captured', ['desk', 'patient'], 8000, undefined, 'php');
    const here = await payment('desk', 'cash');
    await post(here, '2026-11-20T13:30:00Z', 'captured', ['desk', 'patient'], 8000);
    const period = { from: '2026-11-20', to: '2026-11-21' };
    const both = await read(period, [sydney, manila]);
    assert.deepEqual(
      both.map(({ clinic, date }) => [clinic, date]),
      [
        [manila, '2026-11-20'],
        [sydney, '2026-11-21'],
      ],
    );
    const calendar = { ...period, timezone: 'Asia/Manila' };
    const onOneWall = await read(calendar, [sydney, manila]);
    assert.deepEqual(
      onOneWall.map(({ date }) => date),
      ['2026-11-20', '2026-11-20'],
    );
    const half = { from: '2026-11-20T13:30:00Z', to: '2026-11-20T13:30:00.001Z' };
    assert.deepEqual((await read(half, [sydney, manila])).length, 2);
    assert.deepEqual(await read({ from: '2026-11-20', to: half.from }, [sydney]), []);
    assert.deepEqual((await read({ ...period, clinicId: manila }, [sydney, manila])).length, 1);
    assert.deepEqual((await read(period)).length, 1);
    await assert.rejects(read({ ...period, clinicId: manila }), { code: 'not_found' });
    assert.deepEqual(await read(period, []), []);
  });

  it('are of the last seven days when none are named, today included', async () => {
    // In Sydney it is the 28th already.
    now = new Date('2026-11-27T13:30:00Z');
    const of = await payment('desk', 'terminal');
    await post(of, '2026-11-27T13:15:00Z', 'captured', ['desk', 'patient'], 100);
    assert.deepEqual(
      (await read()).map(({ date }) => date),
      ['2026-11-28'],
    );
    assert.deepEqual((await read({ from: '2026-11-28' })).length, 1);
    assert.deepEqual((await read({ to: '2026-11-27' }))[0]?.date, '2026-11-21');
    await assert.rejects(read({ from: '2026-11-29' }), { code: 'validation_failed' });
    await assert.rejects(read({ from: '2025-11-01', to: '2026-11-28' }), { code: 'validation_failed' });
    await assert.rejects(read({ from: '28.11.2026' }), { code: 'validation_failed' });
  });
});
