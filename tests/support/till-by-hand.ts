import assert from 'node:assert/strict';
import type { Lack } from './contract.js';
import type { BankLine } from './provider-harness.js';
import { booked, cancelByClinic, type Till, type TillKind } from './till.js';

const LATER = 48 * 3_600_000;

async function assertNoPage(till: Till, status: number, code: string): Promise<void> {
  const visit = await till.payable();
  const reply = await visit.api.post('/api/v1/orders/', { appointmentId: visit.id });
  assert.deepEqual([reply.status, reply.body.code], [status, code], JSON.stringify(reply.body));
}

const DESK_ONLY: Lack<Till> = {
  because: 'the reception takes the money: there is no page, and it takes neither less nor more than is owed',
  proof: async (till) => {
    await assertNoPage(till, 503, 'provider_unavailable');
    const orders = await till.stage.sql("select 1 from orders where currency = 'php' and provider <> 'desk'");
    assert.deepEqual(orders, [], 'no gateway is even asked');
    const visit = await till.payable();
    const reply = await till.admin.post(`${visit.path}desk-payments/`, { method: 'cash', amount: 7999 });
    assert.deepEqual([reply.status, reply.body.field], [400, 'amount']);
    assert.equal((await till.stage.row(visit)).status, 'pending');
    assert.deepEqual(await till.held(visit), { provider: 0, desk: 0 });
  },
};

/** A clinic whose currency no gateway of its takes: the reception is the only way to pay. */
export const DESK_TILL: TillKind = {
  name: 'desk',
  lacks: {
    page: DESK_ONLY,
    disputes: DESK_ONLY,
    'refunds decided elsewhere': {
      because: 'a refund is handed over in person: it is owed until somebody has done so, and cannot fail',
      proof: async (till) => {
        const visit = await booked(till);
        await cancelByClinic(till, visit);
        await till.stage.flagged(visit, 'desk_refund_due');
        await till.stage.reaches(visit, 'cancelled_by_clinic', 'refund_pending');
      },
    },
  },
  async open(stage) {
    await stage.sql("update clinics set currency = 'php', payment_providers = '{paystack}'");
    const [admin, reception] = [await stage.signIn('admin'), await stage.signIn('receptionist')];
    const entries = (id: string) =>
      stage.sql<{ id: string; kind: string; refund_id: string | null; amount: number; currency: string }>(
        'select id, kind, refund_id, amount, currency from desk_entries where order_id in (select id from orders where subject_id = $1)',
        [id],
      );
    return {
      name: 'desk',
      stage,
      currency: 'php',
      admin,
      gateway: null,
      async payable() {
        const visit = await stage.hold(LATER);
        // A message about the hold that the money overtakes is never sent, and the desk takes it at once.
        await stage.told(visit, ['booking_held']);
        return { ...visit, order: '', session: '', url: null };
      },
      async pay(visit) {
        const reply = await reception.post(`${visit.path}desk-payments/`, { method: 'cash', amount: 8000 });
        assert.equal(reply.status, 201, JSON.stringify(reply.body));
        assert.deepEqual([reply.body.provider, reply.body.status], ['desk', 'paid']);
      },
      async settleRefunds(visit) {
        await stage.flagged(visit, 'desk_refund_due');
        const owed = (await entries(visit.id)).filter(({ kind }) => kind === 'to_pay_out');
        for (const { refund_id } of owed) {
          const body = { action: 'confirm_desk_refund', refund_id, reason: 'handed over' };
          const reply = await reception.post(`/api/v1/admin/appointments/${visit.id}/actions/`, body);
          assert.equal(reply.status, 200, JSON.stringify(reply.body));
        }
      },
      bank: async (visit) =>
        (await entries(visit.id)).map(
          ({ id, kind, amount, currency }): BankLine => ({
            id,
            type: kind === 'taken' ? 'charge' : 'refund',
            session_id: '',
            amount,
            currency,
            status: kind === 'to_pay_out' ? 'pending' : 'succeeded',
          }),
        ),
      async held({ id }) {
        const sum = (kind: string, rows: readonly { kind: string; amount: number }[]) =>
          rows.filter((row) => row.kind === kind).reduce((total, { amount }) => total + amount, 0);
        const rows = await entries(id);
        return { provider: 0, desk: sum('taken', rows) - sum('paid_out', rows) };
      },
      calm: async () => undefined,
      close: async () => undefined,
    };
  },
};

const NOTHING_OWED: Lack<Till> = {
  because: 'nothing is owed: it is booked at once under an order of 0, no page is opened and nothing goes back',
  proof: async (till) => {
    await assertNoPage(till, 409, 'payments_disabled');
    const visit = await booked(till);
    const asked = await till.admin.post(`/api/v1/admin/appointments/${visit.id}/actions/`, {
      action: 'issue_refund',
      reason: 'by telephone',
    });
    assert.deepEqual([asked.status, asked.body.code], [409, 'invalid_transition']);
    await cancelByClinic(till, visit);
    await till.stage.closes(visit);
    assert.deepEqual(
      await till.stage.sql('select 1 from refunds where order_id in (select id from orders where subject_id = $1)', [
        visit.id,
      ]),
      [],
    );
    assert.equal((await till.stage.row(visit)).payment_status, 'waived');
  },
};

/** A clinic that charges nothing, though it could. */
export const WAIVED_TILL: TillKind = {
  name: 'waived',
  lacks: {
    money: NOTHING_OWED,
    page: NOTHING_OWED,
    disputes: NOTHING_OWED,
    'refunds decided elsewhere': NOTHING_OWED,
  },
  async open(stage) {
    await stage.sql("update clinics set currency = 'aud', payment_providers = '{stripe}'");
    await stage.policy({ feeNew: 0, feeReturning: 0 });
    const admin = await stage.signIn('admin');
    return {
      name: 'waived',
      stage,
      currency: 'aud',
      admin,
      gateway: null,
      payable: async () => ({ ...(await stage.hold(LATER)), order: '', session: '', url: null }),
      pay: async () => undefined,
      settleRefunds: async () => undefined,
      bank: async () => [],
      held: async () => ({ provider: 0, desk: 0 }),
      calm: async () => undefined,
      close: () => stage.policy({}),
    };
  },
};
