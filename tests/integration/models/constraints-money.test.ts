import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { CURRENCIES } from '../../../src/domain/money.js';
import { LEDGER_ACCOUNTS, LEDGER_KINDS } from '../../../src/domain/payments/ledger.js';
import { ORDER_STATUSES, PROVIDERS } from '../../../src/domain/payments/orders.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { Records, type Row } from '../../support/records.js';

let database: TestDatabase;
let records: Records;
let clinic: string;
let patient: string;
let appointment: string;

before(async () => {
  database = await testDatabase();
  records = await Records.open(database.url);
  clinic = await records.clinic();
  patient = await records.user();
  const doctor = await records.user();
  appointment = await records.appointment(await records.slot(clinic, doctor), clinic, doctor, patient);
});
after(async () => {
  await records.close();
  await database.stop();
});

const DUPLICATE = '23505';
const CHECK = '23514';
const MISSING = '23503';

async function refused(code: string, constraint: string, fn: () => Promise<unknown>): Promise<void> {
  const violation = await records.attempt(fn);
  assert.deepEqual([violation?.code, violation?.constraint], [code, constraint], violation?.message ?? 'was accepted');
}

async function accepted(fn: () => Promise<unknown>): Promise<void> {
  assert.equal(await records.attempt(fn), null);
}

const order = (more: Row = {}) => records.order(appointment, clinic, patient, more);
const payment = (ofOrder: string, more: Row = {}) => records.payment(ofOrder, clinic, more);
const refund = (ofPayment: string, ofOrder: string, more: Row = {}) => records.refund(ofPayment, ofOrder, clinic, more);

describe('orders', () => {
  it('one at a time can be paid or holds the money', async () => {
    for (const status of ['creating', 'pending', 'paid', 'completed', 'disputed']) {
      await refused(DUPLICATE, 'orders_one_per_subject', async () => {
        await order({ status, provider_session_id: 'cs_1', provider_payment_id: 'pi_1' });
        await order();
      });
    }
  });

  it('a new one may follow one that is over', async () => {
    for (const status of ['expired', 'cancelled', 'refunded', 'partially_refunded']) {
      await accepted(async () => {
        await order({ status });
        await order();
      });
    }
  });

  it('a session belongs to one order of its provider', async () => {
    const session = { provider_session_id: 'cs_1', status: 'expired' };
    await refused(DUPLICATE, 'orders_session', async () => {
      await order(session);
      await order(session);
    });
    await accepted(async () => {
      await order(session);
      await order({ ...session, provider: 'paystack' });
    });
  });

  it('an open one has its session, a paid one its payment', async () => {
    await refused(CHECK, 'orders_open_has_session', () => order({ status: 'pending' }));
    await refused(CHECK, 'orders_paid_has_payment', () => order({ status: 'paid', provider_session_id: 'cs_1' }));
  });

  for (const [constraint, more] of [
    ['orders_amount_check', { amount: -1 }],
    ['orders_currency_check', { currency: 'xxx' }],
    ['orders_provider_check', { provider: 'cash' }],
    ['orders_status_check', { status: 'odd' }],
    ['orders_attempt_check', { attempt: 0 }],
  ] as const) {
    it(`refuses what ${constraint} forbids`, () => refused(CHECK, constraint, () => order(more)));
  }

  it('knows every status, provider and currency of the domain', async () => {
    const full = { provider_session_id: 'cs_1', provider_payment_id: 'pi_1' };
    for (const status of ORDER_STATUSES) await accepted(() => order({ ...full, status }));
    for (const provider of PROVIDERS) await accepted(() => order({ provider }));
    for (const currency of CURRENCIES) await accepted(() => order({ currency }));
  });

  it('is for something that exists, and names its kind', async () => {
    await refused(MISSING, 'orders_subject_named', () => records.order(randomUUID(), clinic, patient));
    await refused(MISSING, 'orders_subject_named', () => order({ subject_kind: 'clinic' }));
  });
});

describe('payments and refunds', () => {
  it('a payment of a provider is recorded once, and one an order pays for the appointment', async () => {
    await refused(DUPLICATE, 'payments_once', async () => {
      const one = await order();
      await payment(one, { provider_payment_id: 'pi_1' });
      await payment(one, { provider_payment_id: 'pi_1', purpose: 'surplus' });
    });
    await refused(DUPLICATE, 'payments_one_per_order', async () => {
      const one = await order();
      await payment(one);
      await payment(one);
    });
    await accepted(async () => {
      const one = await order();
      await payment(one);
      await payment(one, { purpose: 'surplus' });
    });
  });

  for (const [constraint, more] of [
    ['payments_amount_check', { amount: 0 }],
    ['payments_fee_check', { fee: -1 }],
    ['payments_purpose_check', { purpose: 'tip' }],
  ] as const) {
    it(`refuses what ${constraint} forbids`, () =>
      refused(CHECK, constraint, async () => payment(await order(), more)));
  }

  it('never give back more than was captured', async () => {
    await refused(CHECK, 'refunds_within_payment', async () => {
      const one = await order();
      await refund(await payment(one), one, { amount: 8001 });
    });
    await refused(CHECK, 'refunds_within_payment', async () => {
      const one = await order();
      const paid = await payment(one);
      await refund(paid, one, { amount: 5000 });
      await refund(paid, one, { amount: 3001 });
    });
    await refused(CHECK, 'refunds_within_payment', async () => {
      const one = await order();
      const paid = await payment(one);
      await refund(paid, one, { status: 'failed' });
      await refund(paid, one, { status: 'pending' });
      await records.query("update refunds set status = 'requested' where payment_id = $1", [paid]);
    });
  });

  it('a failed refund leaves its sum free, and raising one is counted too', async () => {
    await accepted(async () => {
      const one = await order();
      const paid = await payment(one);
      await refund(paid, one, { status: 'failed' });
      await refund(paid, one, { amount: 5000 });
      await refund(paid, one, { amount: 3000 });
    });
    await refused(CHECK, 'refunds_within_payment', async () => {
      const one = await order();
      const paid = await payment(one);
      await refund(paid, one, { amount: 5000 });
      await records.query('update refunds set amount = 8001 where payment_id = $1', [paid]);
    });
  });

  it('two refunds at once cannot exceed it either', async () => {
    const one = await order({ status: 'cancelled' });
    const paid = await payment(one);
    const [left, right] = await Promise.all([Records.open(database.url), Records.open(database.url)]);
    try {
      const results = await Promise.allSettled(
        [left, right].map((side) => side.refund(paid, one, clinic, { amount: 4500 })),
      );
      assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected']);
    } finally {
      await Promise.all([left.close(), right.close()]);
    }
  });

  it('a refund is asked for once, and the provider names it once', async () => {
    for (const [constraint, more] of [
      ['refunds_operation_id_key', { operation_id: 'a/cancel' }],
      ['refunds_provider', { provider_refund_id: 're_1' }],
    ] as const) {
      await refused(DUPLICATE, constraint, async () => {
        const one = await order();
        const paid = await payment(one);
        await refund(paid, one, { ...more, amount: 1 });
        await refund(paid, one, { ...more, amount: 1 });
      });
    }
  });

  for (const [constraint, more] of [
    ['refunds_amount_check', { amount: 0 }],
    ['refunds_status_check', { status: 'odd' }],
    ['refunds_attempt_check', { attempt: 0 }],
  ] as const) {
    it(`refuses what ${constraint} forbids`, () =>
      refused(CHECK, constraint, async () => {
        const one = await order();
        await refund(await payment(one), one, more);
      }));
  }

  it('a refund belongs to a payment that exists', () =>
    refused(MISSING, 'refunds_payment_id_fkey', async () => refund(randomUUID(), await order())));
});

describe('disputes', () => {
  async function dispute(more: Row = {}): Promise<void> {
    const order_id = await order();
    const payment_id = await payment(order_id);
    await records.insert('disputes', {
      id: randomUUID(),
      clinic_id: clinic,
      order_id,
      payment_id,
      provider: 'stripe',
      provider_dispute_id: 'dp_1',
      state: 'open',
      amount: 8000,
      currency: 'aud',
      movements: 0,
      written_off: 0,
      opened_at: new Date(),
      ...more,
    });
  }

  it('are kept as their provider names them, once', () =>
    refused(DUPLICATE, 'disputes_once', async () => {
      await dispute();
      await records.query(
        `insert into disputes select gen_random_uuid(), clinic_id, order_id, payment_id, provider, provider_dispute_id,
           state, amount, currency, reason, respond_by, movements, written_off, opened_at, closed_at from disputes`,
      );
    }));

  for (const [constraint, more] of [
    ['disputes_closed', { state: 'won' }],
    ['disputes_closed', { closed_at: new Date() }],
    ['disputes_state_check', { state: 'forgotten', closed_at: new Date() }],
    ['disputes_amount_check', { amount: 0 }],
    ['disputes_movements_check', { movements: -1 }],
    ['disputes_written_off_check', { written_off: -1 }],
  ] as const) {
    it(`are refused by ${constraint} for ${Object.keys(more)}`, () => refused(CHECK, constraint, () => dispute(more)));
  }

  it('belong to a payment that exists', () =>
    refused(MISSING, 'disputes_payment_id_fkey', () => dispute({ payment_id: randomUUID() })));
});

describe('the ledger', () => {
  async function post(lines: readonly Row[], more: Row = {}): Promise<void> {
    const [posting_id, order_id] = [randomUUID(), await order()];
    const shared = { posting_id, order_id, clinic_id: clinic };
    for (const line of lines) {
      await records.insert('ledger_entries', {
        ...shared,
        kind: 'captured',
        currency: 'aud',
        reference: 'pi_1',
        ...more,
        ...line,
      });
    }
  }
  const BALANCED = [
    { account: 'provider', amount: 8000 },
    { account: 'patient', amount: -8000 },
  ];

  it('balances every posting before it is committed', async () => {
    await accepted(() => post(BALANCED));
    await refused(CHECK, 'ledger_balanced', () => post([{ account: 'provider', amount: 8000 }]));
    await refused(CHECK, 'ledger_balanced', () =>
      post([
        { account: 'provider', amount: 8000 },
        { account: 'patient', amount: -7999 },
      ]),
    );
  });

  it('posts a thing once', () =>
    refused(DUPLICATE, 'ledger_once', async () => {
      await post(BALANCED);
      await records.query(
        `insert into ledger_entries (posting_id, clinic_id, order_id, kind, account, amount, currency, reference)
         select gen_random_uuid(), clinic_id, order_id, kind, account, amount, currency, reference from ledger_entries`,
      );
    }));

  for (const [constraint, line] of [
    ['ledger_entries_amount_check', { account: 'provider', amount: 0 }],
    ['ledger_entries_account_check', { account: 'petty cash', amount: 1 }],
    ['ledger_entries_kind_check', { account: 'provider', amount: 1, kind: 'gift' }],
  ] as const) {
    it(`refuses what ${constraint} forbids`, () => refused(CHECK, constraint, () => post([line])));
  }

  it('knows every kind and account of the domain', async () => {
    for (const kind of LEDGER_KINDS) await accepted(() => post(BALANCED, { kind }));
    for (const account of LEDGER_ACCOUNTS) {
      await accepted(() =>
        post([
          { account, amount: 5 },
          { account, amount: -5, reference: 'pi_2' },
        ]),
      );
    }
  });
});
