import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, mock, test } from 'node:test';
import { ensureSchedules } from '../../../src/adapters/temporal/schedules.js';
import type { ReconciliationReport } from '../../../src/api/payments/reconciliation-responses.js';
import { reconcileByHand } from '../../../src/cli/reconcile.js';
import { Unfit } from '../../../src/cli/unfit.js';
import { MAINTENANCE_SCHEDULE_ID, RECONCILIATION_SCHEDULE_ID } from '../../../src/domain/ids.js';
import { RECONCILIATION_WORKFLOW, type ReconciliationResult } from '../../../src/workflows/reconciliation/contract.js';
import type { ApiClient } from '../../support/client.js';
import { until } from '../../support/client.js';
import { at, type PayableVisit, Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
const KEYS = `k1:${randomBytes(32).toString('base64')}`;
const LOST = { outcome: 'paid', late: true, webhook: 'lose' };

let stage: Stage;
let admin: ApiClient;
before(async () => {
  // Long enough to book, open a page and pay.
  stage = await Stage.open({ POLICY_PAYMENT_WINDOW: '5s', ENCRYPTION_KEYS: KEYS }, (deps) => ({
    ...deps,
    silence: { sessions: 3, afterMs: 0, lookBackMs: HOUR },
  }));
  admin = await stage.signIn('admin');
});
after(() => stage.close());

/** The command as an operator runs it: exit code and what it prints. */
async function command(...args: string[]): Promise<{ readonly code: number | null; readonly out: string }> {
  const { settings } = stage.clinic.core;
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    PUBLIC_URL: settings.PUBLIC_URL,
    DATABASE_URL: settings.DATABASE_URL,
    TEMPORAL_ADDRESS: settings.TEMPORAL_ADDRESS,
    TEMPORAL_TASK_QUEUE: settings.TEMPORAL_TASK_QUEUE,
    STRIPE_SECRET_KEY: settings.STRIPE_SECRET_KEY,
    STRIPE_WEBHOOK_SECRET: settings.STRIPE_WEBHOOK_SECRET,
    STRIPE_API_BASE: settings.STRIPE_API_BASE,
    SMTP_URL: settings.SMTP_URL,
    JWT_SECRET: 'x'.repeat(32),
    ENCRYPTION_KEYS: KEYS,
  };
  const child = spawn(process.execPath, ['dist/cli/main.js', 'reconcile', ...args], { env });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (out += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out };
}

/** The same without a process of its own. */
async function reconciled(): Promise<{ readonly code: number; readonly report: ReconciliationReport }> {
  // The window ends on a whole second.
  await at(Math.ceil(Date.now() / 1000) * 1000 + 1_000);
  const print = mock.method(console, 'log', () => undefined);
  try {
    const code = await reconcileByHand(stage.clinic.core.settings, ['--from', lately(), '--grace', '0s', '--json']);
    return { code, report: JSON.parse(String(print.mock.calls[0]?.arguments[0])) };
  } finally {
    print.mock.restore();
  }
}

const lately = () => new Date(Date.now() - 12 * HOUR).toISOString();

const brief = (report: ReconciliationReport) => report.findings.map((one) => `${one.code} ${one.action}`);

/** Nobody pays in time; then the bank has the money all the same, and its webhook is lost. */
async function lostAfterTheEnd(): Promise<PayableVisit> {
  const visit = await stage.payable(2 * HOUR);
  await stage.reaches(visit, 'payment_expired');
  await stage.closes(visit);
  return visit;
}

test('money that nobody was told of is found, and booked again or given back', async () => {
  const [free, taken] = await Promise.all([lostAfterTheEnd(), lostAfterTheEnd()]);
  const other = await stage.signIn('patient');
  const theirs = await other.post('/api/v1/appointments/', { availability_id: taken.slot });
  assert.equal(theirs.status, 201);
  await stage.pay(await stage.checkout({ ...taken, id: theirs.body.id, api: other }));
  assert.ok(other.person);
  // With its mail it has its receipt: one that is lacking would be found, too.
  await stage.told({ patient: other.person }, ['booking_held', 'booking_confirmed']);
  for (const visit of [free, taken]) await stage.pay(visit, LOST);
  assert.deepEqual((await stage.row(free)).payment_status, 'unpaid', 'nobody looks any more');

  const first = await reconciled();
  assert.deepEqual(brief(first.report), Array(2).fill('charge_unknown redelivered'));
  assert.deepEqual([first.code, first.report.repaired, first.report.flagged], [0, 2, 0]);
  const { provider, currency, difference } = first.report.sums[0] ?? {};
  assert.deepEqual([provider, currency, difference], ['stripe', 'aud', -16_000]);

  await stage.reaches(free, 'booked', 'paid');
  await stage.reaches(taken, 'payment_expired', 'refunded');
  await stage.told(free, ['booking_held', 'payment_expired', 'payment_late', 'booking_confirmed']);
  await stage.told(taken, ['booking_held', 'payment_expired', 'payment_late', 'refunded']);
  await stage.moneyAgrees();

  const second = await reconciled();
  assert.deepEqual([second.code, brief(second.report)], [0, []]);
  assert.equal(second.report.sums[0]?.difference, 0);
  assert.equal(second.report.sums[0]?.ledger_sum, 16_000);
});

test('the same at Paystack, which tells of nothing else', async (t) => {
  await stage.sql("update clinics set currency = 'ngn', payment_providers = '{paystack}'");
  t.after(() => stage.sql("update clinics set currency = 'aud', payment_providers = '{}'"));
  const visit = await stage.hold(2 * HOUR);
  const order = await visit.api.post('/api/v1/orders/', { appointmentId: visit.id });
  assert.equal(order.body.provider, 'paystack');
  await stage.reaches(visit, 'payment_expired');
  await stage.closes(visit);
  const drive = await fetch(`${stage.clinic.sandboxUrl}/sandbox/paystack/checkout/${order.body.order_id}-1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(LOST),
  });
  assert.equal(drive.status, 200, await drive.text());
  const first = await reconciled();
  assert.deepEqual([first.code, brief(first.report)], [0, ['charge_unknown redelivered']]);
  await stage.reaches(visit, 'booked', 'paid');
  await stage.told(visit, ['booking_held', 'payment_expired', 'payment_late', 'booking_confirmed']);
  const second = await reconciled();
  assert.deepEqual([second.code, brief(second.report)], [0, []]);
  const sum = second.report.sums.find(({ provider }) => provider === 'paystack');
  assert.deepEqual([sum?.currency, sum?.provider_sum, sum?.ledger_sum], ['ngn', 8000, 8000]);
});

test('money taken at the desk is compared with the reception’s own book', async () => {
  const clerk = await stage.signIn('receptionist');
  const visit = await stage.hold(2 * HOUR);
  // A message about the hold that the money overtakes is never sent.
  await stage.told(visit, ['booking_held']);
  const taken = await clerk.post(`/api/v1/appointments/${visit.id}/desk-payments/`, { method: 'cash', amount: 8000 });
  assert.equal(taken.status, 201, JSON.stringify(taken.body));
  await stage.reaches(visit, 'booked', 'paid');
  await stage.told(visit, ['booking_held', 'booking_confirmed']);
  const { code, report } = await reconciled();
  assert.deepEqual([code, brief(report)], [0, []]);
  const desk = report.sums.find((sum) => sum.provider === 'desk');
  assert.deepEqual([desk?.provider_sum, desk?.ledger_sum], [8000, 8000]);
});

test('what cannot be repaired waits for a person: exit code 2, an entry, and the report in the API', async () => {
  const visit = await stage.booked(2 * HOUR);
  const bank = (await stage.bank()).find((line) => line.session_id === visit.session);
  assert.ok(bank);
  const { STRIPE_API_BASE: base, STRIPE_SECRET_KEY: key } = stage.clinic.core.settings;
  const [payment] = await stage.sql(
    'select provider_payment_id as id from payments where order_id in (select id from orders where subject_id = $1)',
    [visit.id],
  );
  const refund = await fetch(`${base}/v1/refunds`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ payment_intent: String(payment?.id), amount: '3000' }),
  });
  assert.equal(refund.status, 200, await refund.text());
  const { code, report } = await reconciled();
  assert.deepEqual([code, brief(report)], [2, ['refund_unknown flagged']]);
  assert.deepEqual(await stage.attention(visit), ['reconciliation']);
  await until('the entry in the Temporal UI', async () => {
    const shown = (await stage.handle(visit).describe()).searchAttributes.Attention;
    return (shown as string[] | undefined)?.includes('reconciliation');
  });

  const table = await command('--from', lately(), '--grace', '0s');
  assert.equal(table.code, 2);
  assert.match(table.out, /flagged: refund_unknown, stripe re_/);
  assert.match(table.out, /stripe {4}aud /);
  assert.match(table.out, /0 repaired, 1 for a person\.\n$/);

  const list = await admin.get('/api/v1/admin/reconciliations/?limit=1');
  assert.deepEqual([list.status, list.body.length, list.body[0].flagged], [200, 1, 1]);
  assert.match(list.headers.get('link') ?? '', /rel="next"/);
  const next = await admin.get(
    new URL(/<([^>]+)>/.exec(list.headers.get('link') ?? '')?.[1] ?? '').href.replace(stage.clinic.apiUrl, ''),
  );
  assert.equal(next.body[0].id, report.id);
  const read = await admin.get(`/api/v1/admin/reconciliations/${report.id}/`);
  assert.deepEqual(read.body, report);
  const accountant = await stage.signIn('accountant');
  assert.equal((await accountant.get('/api/v1/admin/reconciliations/')).status, 200);
  assert.equal((await admin.get(`/api/v1/admin/reconciliations/${randomUUID()}/`)).status, 404);
  assert.equal((await visit.api.get('/api/v1/admin/reconciliations/')).status, 403);

  const resolve = { action: 'resolve_attention', code: 'reconciliation', reason: 'goodwill, agreed by telephone' };
  assert.equal((await admin.post(`/api/v1/admin/appointments/${visit.id}/actions/`, resolve)).status, 200);
  const after = await reconciled();
  assert.deepEqual([after.code, brief(after.report)], [0, ['refund_unknown accepted']]);
});

test('by night it runs as a workflow, from a Schedule', async () => {
  const { client, temporal } = stage.clinic.core;
  await ensureSchedules(client, temporal.taskQueue);
  await ensureSchedules(client, temporal.taskQueue);
  const schedule = await client.schedule.getHandle(RECONCILIATION_SCHEDULE_ID).describe();
  const next = schedule.info.nextActionTimes[0];
  assert.ok(next);
  const minutes = next.getUTCHours() * 60 + next.getUTCMinutes();
  assert.ok(minutes >= 150 && minutes <= 170, `${next.toISOString()}`);
  const workflowId = `reconciliation-${randomUUID()}`;
  const run = { workflowId, taskQueue: temporal.taskQueue, args: [] };
  const result: ReconciliationResult = await client.workflow.execute(RECONCILIATION_WORKFLOW, run);
  assert.equal(result.findings, 0, 'nothing is as old as yesterday');
  const report = (await admin.get(`/api/v1/admin/reconciliations/${result.id}/`)).body;
  assert.equal(Date.parse(report.window_to) - Date.parse(report.window_from), 72 * HOUR);
  assert.ok(report.finished_at);
});

// In this file, as a namespace has one Schedule of a name and files run side by side.
test('a Schedule that exists is brought to what the code says; an operator’s pause stays', async () => {
  const { client, temporal } = stage.clinic.core;
  await ensureSchedules(client, temporal.taskQueue);
  const handle = client.schedule.getHandle(MAINTENANCE_SCHEDULE_ID);
  await handle.update((found) => ({ ...found, spec: { intervals: [{ every: '7 hours' }] } }));
  // The server answers before it has taken a change over: of two at once, one would overwrite the other.
  await until('the changed interval', async () => {
    const { spec } = await handle.describe();
    return spec.intervals?.some(({ every }) => every === 7 * 3_600_000) === true;
  });
  await handle.pause('an operator looks into something');
  // The server answers before it has taken the pause over, and an update in that moment would not know of it.
  await until('the pause', async () => (await handle.describe()).state.paused);
  await ensureSchedules(client, temporal.taskQueue);
  const { spec, state } = await until('the interval of the code', async () => {
    const found = await handle.describe();
    return found.spec.intervals?.some(({ every }) => every === 60_000) && found;
  });
  assert.deepEqual(
    spec.intervals?.map(({ every }) => every),
    [60_000],
  );
  assert.deepEqual([state.paused, state.note], [true, 'an operator looks into something']);
  await handle.delete();
});

test('webhooks that do not come raise an alarm, which ends with the next', async () => {
  const gauge = async () => {
    const text: string = (await admin.get('/metrics')).body;
    return Number(/keepwell_webhook_silence_seconds\{provider="stripe"\} (\S+)/.exec(text)?.[1]);
  };
  assert.equal(await gauge(), 0);
  for (let n = 0; n < 3; n += 1) {
    const visit = await stage.payable(2 * HOUR);
    await stage.pay(visit, { outcome: 'paid', webhook: 'lose' });
    await stage.reaches(visit, 'booked');
  }
  await stage.maintain();
  const open = () =>
    stage.sql("select clinic_id from attention where code = 'webhook_silence' and resolved_at is null");
  assert.equal((await open()).length, 1);
  assert.ok((await gauge()) > 0);
  const shown = (await admin.get('/api/v1/admin/attention/')).body;
  assert.ok(shown.some((entry: { code: string }) => entry.code === 'webhook_silence'));
  await stage.booked(2 * HOUR);
  await stage.maintain();
  assert.deepEqual([(await open()).length, await gauge()], [0, 0]);
});

test('a command that cannot be carried out says why', async (t) => {
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['--from', '2026-01-02', '--to', '2026-01-01'], /^The window must end after it begins/],
    [['--from', 'yesterday'], /^Use a time with its offset, such as/],
    [['--grace', 'soon'], /^reconcile takes --from and --to/],
    [['--since', '2026-01-01'], /^reconcile takes --from and --to/],
  ];
  for (const [args, line] of cases) {
    const refused = (error: unknown) => error instanceof Unfit && line.test(error.message);
    await assert.rejects(reconcileByHand(stage.clinic.core.settings, args), refused, args.join(' '));
  }
  await stage.faults({ outage: '1m' });
  t.after(() => stage.faults({ outage: '0s' }));
  const { code, out } = await command('--from', lately());
  assert.equal(code, 1);
  assert.match(out, /^The payment provider did not answer[^\n]*\n$/);
});
