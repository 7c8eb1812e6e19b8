import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { until } from '../../support/client.js';
import { Stage, sessionOf, type Visit } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open({ POLICY_PAYMENT_WINDOW: '12s', POLICY_PAYMENT_WARNING: '4s' });
});
after(() => stage.close());

test('who paid a wrong amount is never told that nothing was charged, nor asked for the price again', async () => {
  const visit = await stage.payable(48 * HOUR);
  await stage.pay(visit, { outcome: 'paid', amount: 7999 });
  await stage.flagged(visit, 'payment_mismatch');
  const again = await visit.api.post('/api/v1/orders/', { appointmentId: visit.id });
  assert.deepEqual([again.status, again.body.code], [400, 'order_exists'], JSON.stringify(again.body));
  assert.deepEqual([again.body.existing_order, again.body.payment_url], [visit.order, null]);
  assert.match(again.body.error, /do not pay again before you hear from the clinic/);
  await stage.reaches(visit, 'payment_expired');
  const mails = await until('the mails', async () => {
    const got = await stage.mails(visit);
    return got.some(({ kind }) => kind === 'payment_expired') && got;
  });
  for (const kind of ['payment_warning', 'payment_expired']) {
    const mail = mails.find((one) => one.kind === kind);
    assert.match(mail?.text ?? '', /We received \$79\.99 AUD from you, which is not the price of \$80\.00 AUD/, kind);
    assert.doesNotMatch(mail?.text ?? '', /not been charged|Pay \$80\.00|\/pay\//, kind);
  }
  const page = await fetch(`${stage.clinic.apiUrl}/payment/cancel?appointment_id=${visit.id}`);
  const words = await page.text();
  assert.match(words, /clinic looks after your payment/);
  assert.doesNotMatch(words, /[Nn]othing was charged/);
  await stage.moneyAgrees();
});

test('no second payment is taken after a wrong one, online or at the desk, until staff have resolved it', async () => {
  const reception = await stage.signIn('receptionist');
  const admin = await stage.signIn('admin');
  const desk = (visit: Visit) =>
    reception.post(`${visit.path}desk-payments/`, { method: 'cash', amount: 8000 }, randomUUID());
  const order = (visit: Visit) => visit.api.post('/api/v1/orders/', { appointmentId: visit.id });
  await stage.policy({ paymentWindowMs: HOUR });
  const act = (visit: Visit, body: Record<string, unknown>) =>
    admin.post(`/api/v1/admin/appointments/${visit.id}/actions/`, { reason: 'asked', ...body }, randomUUID());
  const resolutions: Readonly<Record<string, (visit: Visit) => ReturnType<typeof act>>> = {
    'the entry is resolved': (visit) => act(visit, { action: 'resolve_attention', code: 'payment_mismatch' }),
    'the money goes back': (visit) => act(visit, { action: 'issue_refund' }),
  };
  for (const [what, resolve] of Object.entries(resolutions)) {
    const visit = await stage.payable(48 * HOUR);
    await stage.pay(visit, { outcome: 'paid', amount: 7999 });
    await stage.flagged(visit, 'payment_mismatch');
    for (const refused of [await order(visit), await desk(visit)]) {
      assert.deepEqual([refused.status, refused.body.code], [400, 'order_exists'], JSON.stringify(refused.body));
      assert.equal(refused.body.payment_url, null);
    }
    assert.equal((await stage.sql('select 1 from orders where subject_id = $1', [visit.id])).length, 1);
    const resolved = await resolve(visit);
    assert.ok(resolved.status < 300, `${what}: ${JSON.stringify(resolved.body)}`);
    const paying = await order(visit);
    assert.equal(paying.status, 201, `${what}: ${JSON.stringify(paying.body)}`);
    await stage.pay({ session: sessionOf(paying.body.checkout_url) });
    await stage.reaches(visit, 'booked', 'paid');
  }
  await stage.policy({});
});
