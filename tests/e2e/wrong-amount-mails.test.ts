import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../support/client.js';
import { Stage } from '../support/stage.js';

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
