import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ApiClient, until } from '../../support/client.js';
import { type PayableVisit, Stage } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
let admin: ApiClient;
let accountant: ApiClient;
before(async () => {
  stage = await Stage.open();
  [admin, accountant] = [await stage.signIn('admin'), await stage.signIn('accountant')];
});
after(() => stage.close());

/** What the bank decides about the visit's payment. */
function dispute(visit: PayableVisit, order: Readonly<Record<string, unknown>> = {}): Promise<void> {
  return stage.drive('dispute', { session_id: visit.session, ...order });
}

async function order(visit: PayableVisit): Promise<Record<string, unknown>> {
  return (await visit.api.get(`/api/v1/orders/${visit.order}/`)).body;
}

async function orderReaches(visit: PayableVisit, status: string): Promise<void> {
  await until(`the order to be ${status}`, async () => (await order(visit)).status === status);
}

interface Entry {
  readonly appointment_id: string;
  readonly code: string;
  readonly context: { readonly respond_by?: string; readonly amount?: number };
}

async function entries(visit: PayableVisit): Promise<readonly Entry[]> {
  const list = (await admin.get('/api/v1/admin/attention/?limit=200')).body as readonly Entry[];
  return list.filter((entry) => entry.appointment_id === visit.id);
}

async function audit(visit: PayableVisit) {
  const { body } = await accountant.get(`/api/v1/orders/${visit.order}/audit/`);
  const events = body.financial_events as readonly { event: string }[];
  return { net: body.net_amount as string, events: events.map((one) => one.event) };
}

test('a dispute that is won: shown to staff, then all as before, less what the provider keeps', async () => {
  const visit = await stage.booked(48 * HOUR);
  await dispute(visit, { webhook: 'duplicate' });
  await orderReaches(visit, 'disputed');
  await stage.reaches(visit, 'booked', 'disputed');
  const [entry] = await entries(visit);
  assert.equal(entry?.code, 'dispute');
  assert.equal(entry.context.amount, 8000);
  assert.ok(Date.parse(entry.context.respond_by ?? '') > Date.now(), 'staff see until when to answer');
  assert.equal((await audit(visit)).net, '-26.66', 'the bank holds 80.00; fees are 1.66 and 25.00');
  await stage.accountAgrees();

  await dispute(visit, { status: 'won', webhook: 'duplicate' });
  await orderReaches(visit, 'paid');
  await stage.reaches(visit, 'booked', 'paid');
  assert.deepEqual(await entries(visit), []);
  await stage.inboxEmpty(visit);
  const { net, events } = await audit(visit);
  assert.equal(net, '53.34');
  assert.ok(events.length > 3, events.join(', '));
  await stage.accountAgrees();
});

test('a dispute that is lost: written off, and the money is not given back twice', async () => {
  const visit = await stage.booked(48 * HOUR);
  await dispute(visit);
  await stage.reaches(visit, 'booked', 'disputed');
  const reply = await admin.patch(`${visit.path}update/`, { status: 'cancelled_by_clinic', reason: 'closed' });
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  await stage.flagged(visit, 'refund_in_dispute');
  assert.equal(await stage.runState(visit), 'RUNNING', 'the refund is still owed');
  await dispute(visit, { status: 'lost' });
  await stage.flagged(visit, 'dispute_lost');
  await stage.listed(visit.id, ['dispute_lost']);
  assert.deepEqual(
    (await entries(visit)).map(({ code }) => code),
    ['dispute_lost'],
  );
  assert.equal((await order(visit)).status, 'disputed');
  assert.deepEqual(
    (await stage.bank()).filter((line) => line.session_id === visit.session).length,
    1,
    'no refund was sent',
  );
  assert.equal((await audit(visit)).net, '-26.66');
  await stage.accountAgrees();
  const cancelled = await until('the mail about the cancellation', async () => {
    return (await stage.mails(visit)).find((mail) => mail.kind === 'cancelled');
  });
  assert.match(cancelled.text, /dispute this payment with your bank/);
});

test('a refund that a dispute holds back goes out when it is won', async () => {
  const visit = await stage.booked(48 * HOUR);
  await dispute(visit);
  await stage.reaches(visit, 'booked', 'disputed');
  await admin.patch(`${visit.path}update/`, { status: 'cancelled_by_clinic', reason: 'closed' });
  await stage.flagged(visit, 'refund_in_dispute');
  await dispute(visit, { status: 'won' });
  await stage.closes(visit);
  await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
  assert.equal((await order(visit)).status, 'refunded');
  assert.deepEqual(await entries(visit), []);
  await stage.told(visit, ['booking_held', 'booking_confirmed', 'cancelled', 'refunded']);
  await stage.accountAgrees();
});

test('news of a dispute reaches an appointment that nobody runs any more, in whatever order it comes', async () => {
  const visit = await stage.booked(48 * HOUR);
  const reply = await visit.api.patch(`${visit.path}update/`, { status: 'cancelled_by_patient', reason: 'ill' });
  assert.equal(reply.status, 200);
  await stage.closes(visit);
  await stage.reaches(visit, 'cancelled_by_patient', 'refunded');
  // The opening is told of after the decision.
  await dispute(visit, { webhook: 'delay:2s' });
  await dispute(visit, { status: 'lost' });
  await stage.flagged(visit, 'dispute_lost');
  await until('both notices', async () => {
    const text = `select 1 from provider_events
      where order_id in (select id from orders where subject_id = $1) and label = 'charge.dispute.created' and processed_at is not null`;
    return (await stage.sql(text, [visit.id])).length === 1;
  });
  assert.deepEqual(
    (await entries(visit)).map(({ code }) => code),
    ['dispute_lost'],
  );
  assert.equal((await order(visit)).status, 'refunded');
  await stage.inboxEmpty(visit);
  await stage.accountAgrees();
});

test('a dispute whose opening nobody told of is taken over with its next news', async () => {
  const visit = await stage.booked(48 * HOUR);
  await dispute(visit, { webhook: 'lose' });
  await dispute(visit, { status: 'under_review' });
  await stage.reaches(visit, 'booked', 'disputed');
  await stage.accountAgrees();
});

test('a dispute that cannot be looked up waits in the inbox until it can', async () => {
  const visit = await stage.booked(48 * HOUR);
  await stage.faults({ server_error: 1_000 });
  await dispute(visit);
  await until('the look-up to fail', async () => {
    const timeline = await stage.handle(visit).query<readonly { what: string }[]>('timeline');
    return timeline.some(({ what }) => what.includes('could not be looked up'));
  });
  assert.equal((await stage.row(visit)).payment_status, 'paid');
  await stage.faults({ clear: true });
  await stage.inboxEmpty(visit);
  await stage.reaches(visit, 'booked', 'disputed');
  await stage.accountAgrees();
});

test('what a bank has credited in another amount than asked for confirms nothing', async () => {
  const visit = await stage.payable(48 * HOUR);
  await stage.pay(visit, { outcome: 'paid', amount: 7999 });
  await stage.flagged(visit, 'payment_mismatch');
  assert.equal((await stage.row(visit)).status, 'pending');
  await stage.accountAgrees();
});
