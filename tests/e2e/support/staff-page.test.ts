import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { commandError } from '../../../src/domain/appointments/command-error.js';
import { isStaffUpdate } from '../../../src/domain/appointments/staff-updates.js';
import { until } from '../../support/client.js';
import { Stage, type Visit } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage.close());

/** What a person reads under User Metadata, once it says all of this. */
function page(visit: Pick<Visit, 'id'>, ...lines: readonly string[]): Promise<string> {
  return until(`the page to say ${lines.join(' and ')}`, async () => {
    const { currentDetails } = await stage
      .handle(visit)
      .query<{ currentDetails: string }>('__temporal_workflow_metadata')
      .catch(() => ({ currentDetails: '' }));
    return lines.every((line) => currentDetails.includes(line)) ? currentDetails : undefined;
  });
}

/** Every input that the page offers, with the name beside it; each has to be one that the update takes. */
function offered(text: string): Readonly<Record<string, Record<string, unknown>>> {
  const found = [...text.matchAll(/Update `(\w+)`[^\n]*\n```json\n([^\n]+)\n```/g)];
  return Object.fromEntries(
    found.map(([, name = '', json = '']) => {
      assert.ok(isStaffUpdate(name), name);
      const input = JSON.parse(json);
      assert.equal(commandError(name, input, false), null, json);
      return [name, input];
    }),
  );
}

function happened(text: string): readonly string[] {
  const [, block = ''] = text.split('### What happened\n');
  return block.split('\n\n')[0]?.split('\n') ?? [];
}

test('a refund that failed: its whole ids, why, the payment with a link, and the input that sends it again', async () => {
  const visit = await stage.booked(48 * HOUR);
  await stage.drive('faults', { refund: 'fail' });
  const reply = await visit.api.patch(`${visit.path}update/`, { status: 'cancelled_by_patient', reason: 'ill' });
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  const text = await page(visit, 'Needs a person: refund failed');
  await stage.drive('faults', {});
  const [refund] = await stage.sql<{ id: string }>(
    'select id from refunds where order_id in (select id from orders where subject_id = $1)',
    [visit.id],
  );
  const [payment] = await stage.sql<{ provider_payment_id: string }>(
    'select provider_payment_id from payments where order_id in (select id from orders where subject_id = $1)',
    [visit.id],
  );
  assert.ok(text.includes(`\`${refund?.id}\``), text);
  const pi = payment?.provider_payment_id;
  assert.ok(text.includes(`[${pi}](https://dashboard.stripe.com/test/payments/${pi})`), text);
  assert.match(text, /- Amount: 80\.00 AUD\n- Reason: /);
  assert.match(text, / by patient `[0-9a-f-]{36}`/);
  const inputs = offered(text);
  assert.deepEqual(inputs.retryRefund, { by: 'your name', reason: 'why', refundId: refund?.id });
  assert.deepEqual(inputs.resolveAttention?.code, 'refund_failed');

  await stage
    .handle(visit)
    .executeUpdate('retryRefund', { args: [{ ...inputs.retryRefund, by: 'Kim', reason: 'new card' }] });
  const after = await page(visit, 'Failed refund is sent again, by temporal-ui (claims Kim): new card');
  assert.ok(!after.includes('Needs a person: refund failed'));
});

test('a dispute: until when to answer, in both zones, as the one deadline', async () => {
  const visit = await stage.booked(48 * HOUR);
  await stage.drive('dispute', { session_id: visit.session });
  const text = await page(visit, 'Needs a person: dispute');
  assert.match(
    text,
    /Answer the dispute before: \*\*\w{3} \d+ \w+ \d{4}, \d\d:\d\d \S+\*\* \(\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC\)/,
  );
  assert.match(text, /- Answer before: .+\(\d{4}-/);
  assert.match(text, /- Dispute: \[(d[pu]_\w+)\]\(https:\/\/dashboard\.stripe\.com\/test\/disputes\/\1\)/);
  assert.equal(text.match(/Starts: \*\*/), null);
});

test('a wrong amount: what came and what was expected, and the input that gives that payment back', async () => {
  const visit = await stage.payable(48 * HOUR);
  await stage.pay(visit, { outcome: 'paid', amount: 5000 });
  const text = await page(visit, 'Needs a person: payment mismatch', 'Payment (mismatch)');
  assert.match(text, /- Expected: 80\.00 AUD/);
  assert.match(text, /- Got: 50\.00 AUD/);
  const [payment] = await stage.sql<{ id: string }>(
    'select id from payments where order_id in (select id from orders where subject_id = $1)',
    [visit.id],
  );
  assert.equal(offered(text).issueRefund?.paymentId, payment?.id);
});

test('a payment whose webhook was lost: its page at the provider, and the input that asks there', async () => {
  const visit = await stage.payable(48 * HOUR);
  await stage.pay(visit, { outcome: 'paid', webhook: 'lose' });
  const text = await page(visit, 'Waits for: **Payment**', `| Payment page | stripe, open, \`${visit.session}\` |`);
  const input = { ...offered(text).checkPayment, by: 'Kim', reason: 'the patient says that it is paid' };
  await stage.fromUi(visit, 'checkPayment', input);
  await stage.reaches(visit, 'booked', 'paid');
  const after = await page(visit, 'Paid: booked');
  assert.ok(!after.includes('| Payment page |'), after);
});

test('a refund above the limit: who asked for how much and why, and both ways to decide', async () => {
  await stage.policy({ refundApprovalAbove: 1000 });
  const visit = await stage.booked(48 * HOUR);
  await stage.handle(visit).executeUpdate('issueRefund', {
    args: [{ by: 'Kim', reason: 'the call broke off', amount: 5000 }],
  });
  const text = await page(visit, 'Needs a person: refund approval');
  const [request] = await stage.sql<{ id: string }>(
    'select id from refund_requests where payment_id in (select p.id from payments p join orders o on o.id = p.order_id where o.subject_id = $1)',
    [visit.id],
  );
  assert.match(text, /- Amount: 50\.00 AUD/);
  assert.ok(text.includes('- Asked for by temporal-ui (claims Kim): the call broke off'), text);
  assert.equal(offered(text).rejectRefund?.refundRequestId, request?.id);
  assert.ok(text.includes(`{"action":"approve_refund","reason":"why","refund_request_id":"${request?.id}"}`));
});

test('what happened is the record, also for a run that was started after Terminate, and no line stands twice', async () => {
  const visit = await stage.booked(48 * HOUR);
  await stage.handle(visit).executeUpdate('resendConfirmation', { args: [{ by: 'Kim', reason: 'mail was lost' }] });
  const before = happened(
    await page(visit, 'sent again, by temporal-ui (claims Kim): mail was lost', 'Confirmation sent'),
  );
  assert.equal(new Set(before).size, before.length, before.join('\n'));
  await until('the second confirmation to be sent', async () => {
    const query = "select state from notifications where subject_id = $1 and occurrence like 'resend/%'";
    const rows = await stage.sql(query, [visit.id]);
    return rows.length === 2 && rows.every(({ state }) => state !== 'sending');
  });
  await stage.handle(visit).terminate('a mistake');
  await until('the run to be resumed', async () => {
    await stage.maintain();
    return (await stage.runState(visit)) === 'RUNNING';
  });
  const text = await page(visit, 'Workflow resumed from the record');
  const now = happened(text);
  assert.equal(new Set(now).size, now.length, now.join('\n'));
  for (const line of [
    'Slot held, by patient',
    'Paid: booked',
    'Confirmation is sent again, by temporal-ui (claims Kim)',
    'Again: Confirmation sent',
  ])
    assert.ok(
      now.some((one) => one.includes(line)),
      `${line}\n${now.join('\n')}`,
    );
});
