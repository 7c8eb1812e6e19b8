import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ApiClient, until } from '../../support/client.js';
import { at, type PayableVisit, Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
const REFRESHES = 60;

let stage: Stage;
let reception: ApiClient;
let lookups: string[] = [];

before(async () => {
  stage = await Stage.open({ RATE_LIMIT_BOOKINGS: 'off', RATE_LIMIT_API: 'off' }, (deps) => {
    const { providers } = deps.payments;
    const counted: typeof providers = (name) => {
      const provider = providers(name);
      const lookUpCheckout = (session: string) => {
        lookups.push(session);
        return provider.lookUpCheckout(session);
      };
      return Object.create(provider, { lookUpCheckout: { value: lookUpCheckout } });
    };
    return { ...deps, payments: { ...deps.payments, providers: counted } };
  });
  reception = await stage.signIn('receptionist');
});
after(() => stage.close());

const events = async (visit: PayableVisit) => (await stage.handle(visit).describe()).historyLength;
const looked = (visit: PayableVisit) => lookups.filter((session) => session === visit.session).length;

/** How long after `due` a statement says that it happened, in milliseconds. */
async function lateness(visit: PayableVisit, due: number, statement: string): Promise<number> {
  const [row] = await stage.sql<{ at: Date }>(statement, [visit.id]);
  assert.ok(row, statement);
  return Number(row.at) - due;
}

const FREED = "select changed_at as at from status_history where appointment_id = $1 and to_status = 'payment_expired'";
const claimed = (kind: string) =>
  `select claimed_at as at from notifications where subject_id = $1 and kind = '${kind}' and channel = 'email'`;

/** Patient and reception ask for the same order, sixty times each, all at once. */
async function everybodyAsks(visit: PayableVisit): Promise<void> {
  const ask = (api: PayableVisit['api']) =>
    Array.from({ length: REFRESHES }, async () => {
      const answer = await api.post(`/api/v1/orders/${visit.order}/refresh/`, {}, null);
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
    });
  await Promise.all([...ask(visit.api), ...ask(reception)]);
}

test('a payment whose webhook was lost is found a minute after its page was opened', {
  concurrency: true,
}, async (t) => {
  const alone = stage.payable(HOUR).then(async (visit) => {
    await stage.pay(visit, { outcome: 'paid', webhook: 'lose' });
    return visit;
  });
  await t.test('120 refreshes with a slow provider: nobody waits, and few lookups are made', async (u) => {
    const visit = await stage.payable(HOUR);
    await stage.faults({ latency: '500ms' });
    const before = await events(visit);
    const asking = everybodyAsks(visit);
    await until('the first lookup', async () => looked(visit) > 0);
    const begun = Date.now();
    const cancelled = await visit.api.patch(`${visit.path}update/`, { status: 'cancelled_by_patient' });
    const tookMs = Date.now() - begun;
    await asking;
    assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
    // A slow machine has 120 requests to answer beside it; one lookup after another for each would take a minute.
    assert.ok(tookMs < 10_000, `the cancel took ${tookMs} ms`);
    await stage.faults({ clear: true });
    // Whoever asks while the second lookup is under way is promised a third, half a minute later: the run waits for it.
    await stage.closes(visit, 60_000);
    const more = (await events(visit)) - before;
    u.diagnostic(`cancel ${tookMs} ms, ${looked(visit)} lookups, ${more} events`);
    assert.ok(looked(visit) <= 3, `${looked(visit)} lookups`);
    assert.ok(more < 60, `${more} new events`);
  });
  await t.test('warning, end of the hold and reminder come in time under it', async (u) => {
    const untilReminder = 14_000;
    await stage.policy({ paymentWindowMs: 9_000, paymentWarningMs: 5_000, remindersMs: [HOUR - untilReminder] });
    const [held, booked] = await Promise.all([stage.payable(HOUR), stage.payable(HOUR)]);
    await stage.policy({});
    await stage.faults({ latency: '500ms' });
    await stage.pay(booked);
    await stage.reaches(booked, 'booked');
    const [row] = await stage.sql<{ starts_at: Date }>('select starts_at from appointments where id = $1', [booked.id]);
    const due = {
      warning: held.expiresAt - 5_000,
      end: held.expiresAt,
      reminder: Number(row?.starts_at) - (HOUR - untilReminder),
    };
    // A wave of refreshes begins before each moment and lasts beyond it.
    for (const moment of Object.values(due)) {
      await at(moment - 700);
      await Promise.all([everybodyAsks(held), everybodyAsks(booked)]);
    }
    await stage.told(held, ['booking_held', 'payment_warning', 'payment_expired']);
    await stage.told(booked, ['booking_held', 'booking_confirmed', 'reminder']);
    await stage.faults({ clear: true });
    const late = {
      warning: await lateness(held, due.warning, claimed('payment_warning')),
      end: await lateness(held, due.end, FREED),
      reminder: await lateness(booked, due.reminder, claimed('reminder')),
    };
    u.diagnostic(`late by ${JSON.stringify(late)} ms; lookups: ${looked(held)} and ${looked(booked)}`);
    for (const [what, ms] of Object.entries(late)) assert.ok(ms > -1_000 && ms < 5_000, `the ${what}: ${ms} ms late`);
    const notes = async () => JSON.stringify(await stage.handle(booked).query('timeline'));
    await until('the note of the reminder', async () => /Reminder sent/.test(await notes()));
    const settled = looked(booked);
    const length = await events(booked);
    await everybodyAsks(booked);
    assert.deepEqual([looked(booked), await events(booked)], [settled, length], 'a settled order is not looked up');
  });
  await t.test('a request that was lost with its process blocks the next one for a minute only', async () => {
    const visit = await stage.payable(HOUR);
    await stage.pay(visit, { outcome: 'paid', webhook: 'lose' });
    await stage.sql("update orders set lookup_requested_at = now() - interval '61 seconds' where id = $1", [
      visit.order,
    ]);
    await visit.api.post(`/api/v1/orders/${visit.order}/refresh/`, {}, null);
    await stage.reaches(visit, 'booked', 'paid');
  });
  await t.test('staff need not wait for it', async () => {
    const visit = await stage.payable(HOUR);
    await stage.pay(visit, { outcome: 'paid', webhook: 'lose' });
    const act = `/api/v1/admin/appointments/${visit.id}/actions/`;
    const checked = await reception.post(act, { action: 'check_payment', reason: 'the patient rang' });
    assert.equal(checked.status, 200, JSON.stringify(checked.body));
    assert.deepEqual([checked.body.status, checked.body.payment_status], ['booked', 'paid']);
    const again = await reception.post(act, { action: 'check_payment', reason: 'once more' });
    assert.deepEqual([again.status, again.body.code], [409, 'invalid_transition']);
    const audited = "select 1 from audit_events where action = 'payment.checked' and entity_id = $1";
    assert.equal((await stage.sql(audited, [visit.id])).length, 1);
    const other = await stage.payable(HOUR);
    await stage.pay(other, { outcome: 'paid', webhook: 'lose' });
    await stage.fromUi(other, 'checkPayment', { by: 'mia', reason: 'the patient rang' });
    await stage.reaches(other, 'booked', 'paid');
  });
  await until('the lookup of its own', async () => (await stage.row(await alone)).status === 'booked', 90_000);
  lookups = [];
  await stage.moneyAgrees();
});
