// Records whole lifecycles of this version: `node --import tsx tests/replay/record.ts`. Run it once for each release, with
// names for those lifecycles only;
// a change that breaks the recordings of an earlier one belongs behind `patched`, not into a new recording.
import { readFileSync } from 'node:fs';
import { paymentEventWorkflowId } from '../../src/domain/ids.js';
import { RECONCILIATION_WORKFLOW } from '../../src/workflows/reconciliation/contract.js';
import { until } from '../support/client.js';
import { Surgery } from '../support/prescriptions/surgery.js';
import { type PayableVisit, Stage } from '../support/stage.js';
import { IMPORTED, ListDesk } from './imported.js';
import { PRESCRIBED } from './prescribed.js';
import { HistoryMessage, RECORDING_KEYS, writeRecording } from './recordings.js';

const HOUR = 3_600_000;
const KEYS = { ENCRYPTION_KEYS: RECORDING_KEYS };
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

async function save(stage: Stage, name: string, workflowId: string): Promise<void> {
  const history = await stage.clinic.core.client.workflow.getHandle(workflowId).fetchHistory();
  writeRecording({ name: `${version}/${name}`, workflowId, history: HistoryMessage.fromObject(history) });
  console.log(`${name}: ${history.events?.length} events`);
}

async function closed(stage: Stage, name: string, visit: PayableVisit): Promise<void> {
  await stage.closes(visit);
  await save(stage, name, visit.id);
}

async function doctorSays(stage: Stage, visit: PayableVisit, body: Record<string, unknown>): Promise<void> {
  const reply = await (await stage.as(visit.doctor)).patch(`${visit.path}update/`, body);
  if (reply.status !== 200) throw new Error(`the doctor was refused: ${JSON.stringify(reply.body)}`);
}

const cancelByDoctor = (stage: Stage, visit: PayableVisit) =>
  doctorSays(stage, visit, { status: 'cancelled_by_doctor', reason: 'ill' });

/** Lifecycles that nobody hurries. */
const CALM: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  async 'happy-path'(stage) {
    const visit = await stage.booked(15_000);
    await stage.told(visit, ['booking_held', 'booking_confirmed', 'reminder']);
    await doctorSays(stage, visit, { status: 'in_progress' });
    await until('the start', async () => Date.parse((await visit.api.get(visit.path)).body.start_time) < Date.now());
    await doctorSays(stage, visit, { status: 'completed', consultation: { mode: 'video' } });
    await closed(stage, 'happy-path', visit);
  },
  async 'cancelled-with-refund'(stage) {
    const visit = await stage.booked(3 * HOUR);
    await cancelByDoctor(stage, visit);
    await closed(stage, 'cancelled-with-refund', visit);
  },
  async 'cancelled-before-payment'(stage) {
    const visit = await stage.payable(3 * HOUR);
    await visit.api.patch(`${visit.path}update/`, { status: 'cancelled_by_patient' });
    await closed(stage, 'cancelled-before-payment', visit);
  },
  async 'cancelled-in-the-ui'(stage) {
    const visit = await stage.booked(3 * HOUR);
    await stage.handle(visit).cancel();
    await closed(stage, 'cancelled-in-the-ui', visit);
  },
  async rescheduled(stage) {
    const visit = await stage.booked(5 * HOUR);
    const slot = await stage.clinic.slot(visit.doctor, 8 * HOUR);
    const moved = await visit.api.post(`${visit.path}reschedule/`, { availability_id: slot });
    if (moved.status !== 200) throw new Error(`the move was refused: ${JSON.stringify(moved.body)}`);
    await stage.fromUi(visit, 'resendConfirmation', { by: 'Robin', reason: 'asked by phone' });
    await cancelByDoctor(stage, visit);
    await closed(stage, 'rescheduled', visit);
  },
  async 'resumed-after-termination'(stage) {
    const visit = await stage.booked(5 * HOUR);
    await stage.handle(visit).terminate('by mistake');
    await stage.clinic.core.engine.resume(visit.id);
    await cancelByDoctor(stage, visit);
    await closed(stage, 'resumed-after-termination', visit);
  },
};

/** Lifecycles of money that does not come through a page, or does not stay. */
const MONEY: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  async 'paid-at-the-desk'(stage) {
    const visit = await stage.payable(5 * HOUR);
    const reception = await stage.signIn('receptionist');
    const taken = await reception.post(`${visit.path}desk-payments/`, { method: 'cash', amount: 8000 });
    if (taken.status !== 201) throw new Error(`the desk was refused: ${JSON.stringify(taken.body)}`);
    await cancelByDoctor(stage, visit);
    await stage.flagged(visit, 'desk_refund_due');
    const [refund] = await stage.sql<{ id: string }>(
      'select id from refunds where order_id in (select id from orders where subject_id = $1)',
      [visit.id],
    );
    const confirmed = { action: 'confirm_desk_refund', refund_id: refund?.id, reason: 'handed over' };
    await reception.post(`/api/v1/admin/appointments/${visit.id}/actions/`, confirmed);
    await closed(stage, 'paid-at-the-desk', visit);
  },
  async 'refund-by-two'(stage) {
    await stage.policy({ refundApprovalAbove: 1000 });
    const visit = await stage.booked(5 * HOUR);
    await stage.fromUi(visit, 'issueRefund', { by: 'Robin', reason: 'a complaint' });
    const path = `/api/v1/admin/appointments/${visit.id}/actions/`;
    const [request] = await stage.sql<{ id: string }>(
      'select id from refund_requests where payment_id in (select p.id from payments p join orders o on o.id = p.order_id where o.subject_id = $1)',
      [visit.id],
    );
    const approve = { action: 'approve_refund', refund_request_id: request?.id, reason: 'fair' };
    await (await stage.signIn('accountant')).post(path, approve);
    await stage.reaches(visit, 'booked', 'refunded');
    await cancelByDoctor(stage, visit);
    await closed(stage, 'refund-by-two', visit);
  },
  async 'disputed-and-won'(stage) {
    const visit = await stage.booked(5 * HOUR);
    await stage.drive('dispute', { session_id: visit.session });
    await stage.reaches(visit, 'booked', 'disputed');
    await stage.drive('dispute', { session_id: visit.session, status: 'won' });
    await stage.reaches(visit, 'booked', 'paid');
    await stage.clinic.core.engine.refresh(visit.id);
    await cancelByDoctor(stage, visit);
    await closed(stage, 'disputed-and-won', visit);
  },
  async reconciliation(stage) {
    const handle = await stage.clinic.core.client.workflow.start(RECONCILIATION_WORKFLOW, {
      workflowId: 'reconciliation-recorded',
      taskQueue: stage.clinic.core.temporal.taskQueue,
      args: [],
    });
    await handle.result();
    await save(stage, 'reconciliation', handle.workflowId);
  },
};

/** Alone, because the bank's faults hold for everybody. */
async function failedRefund(stage: Stage): Promise<void> {
  await stage.faults({ refund: 'pending' });
  const visit = await stage.booked(3 * HOUR);
  await cancelByDoctor(stage, visit);
  const pending = () =>
    until('the refund at the bank', async () => {
      const lines = (await stage.bank()).filter((line) => line.session_id === visit.session);
      return lines.find((line) => line.type === 'refund' && line.status === 'pending')?.id;
    });
  await stage.drive(`refunds/${await pending()}`, { status: 'failed' });
  await stage.flagged(visit, 'refund_failed');
  await stage.fromUi(visit, 'retryRefund', { by: 'Robin', reason: 'new account' });
  await stage.drive(`refunds/${await pending()}`, { status: 'succeeded' });
  await closed(stage, 'failed-refund-retried', visit);
}

/** Lifecycles that the clock decides. */
const HURRIED: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  async expired(stage) {
    await closed(stage, 'expired', await stage.payable(HOUR));
  },
  async 'extended-then-expired'(stage) {
    const visit = await stage.payable(20_000);
    await stage.fromUi(visit, 'extendPaymentWindow', { by: 'Robin', reason: 'asked by phone', minutes: 1 });
    await closed(stage, 'extended-then-expired', visit);
  },
  async 'late-money'(stage) {
    const visit = await stage.payable(2 * HOUR);
    await stage.reaches(visit, 'payment_expired');
    await stage.closes(visit);
    await stage.drive(`checkout/${visit.session}`, { outcome: 'paid', late: true });
    await stage.reaches(visit, 'booked', 'paid');
    const workflowId = paymentEventWorkflowId('stripe', visit.session);
    await stage.clinic.core.client.workflow.getHandle(workflowId).result();
    await save(stage, 'late-money-event', workflowId);
    await cancelByDoctor(stage, visit);
    await closed(stage, 'late-money-rebooked', visit);
  },
  async undecided(stage) {
    const visit = await stage.payable(2 * HOUR);
    await stage.pay(visit, { outcome: 'processing' });
    await until('the watch', async () => {
      const { waitsFor } = await stage.handle(visit).query<{ waitsFor: string }>('state');
      return waitsFor.includes('under way');
    });
    await stage.pay(visit, { outcome: 'async_paid' });
    await stage.reaches(visit, 'booked', 'paid');
    await cancelByDoctor(stage, visit);
    await closed(stage, 'undecided-then-paid', visit);
  },
  async 'no-show'(stage) {
    const visit = await stage.booked(6_000);
    await stage.flagged(visit, 'absence_undecided');
    await stage.fromUi(visit, 'decideAbsence', { by: 'Kim', reason: 'the doctor was there', outcome: 'no_show' });
    await stage.reaches(visit, 'no_show');
    await doctorSays(stage, visit, { status: 'completed', consultation: { mode: 'phone' } });
    await closed(stage, 'no-show-corrected', visit);
  },
};

type Lifecycle<On> = readonly [name: string, live: (on: On) => Promise<void>];

/**
 * Lifecycles beside each other. One that fails waits for the others: ending the clinic under them would hide its error
 * behind theirs (*Channel has been shut down*).
 */
async function together<On>(on: On, lifecycles: readonly Lifecycle<On>[]): Promise<void> {
  const ended = await Promise.allSettled(lifecycles.map(([, lifecycle]) => lifecycle(on)));
  const failures = ended.flatMap((end, n) =>
    end.status === 'rejected' ? [new Error(`not recorded: ${lifecycles[n]?.[0]}`, { cause: end.reason })] : [],
  );
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join(', '));
}

async function record(env: Readonly<Record<string, string>>, run: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await Stage.open({ ...KEYS, POLICY_CHAT_OPENS: '1h', ...env });
  try {
    await run(stage);
  } finally {
    await stage.close();
  }
}

// What a version has recorded stays as it is: lifecycles that it learned since are recorded by name.
const wanted = process.argv.slice(2);
const chosen = <On>(lifecycles: Readonly<Record<string, (on: On) => Promise<void>>>): readonly Lifecycle<On>[] =>
  Object.entries(lifecycles).filter(([name]) => wanted.length === 0 || wanted.includes(name));

if (chosen(CALM).length + chosen(MONEY).length > 0) {
  await record({ POLICY_REMINDERS: '3s' }, async (stage) => {
    await together(stage, chosen(CALM));
    for (const [, lifecycle] of chosen(MONEY)) await lifecycle(stage);
    if (wanted.length === 0) await failedRefund(stage);
  });
}
const hurry = {
  POLICY_PAYMENT_WINDOW: '4s',
  POLICY_PAYMENT_WARNING: '2s',
  POLICY_SLOT_SHORT: '2s',
  POLICY_NO_SHOW_AFTER: '1s',
  POLICY_REMINDERS: '1h',
};
if (chosen(HURRIED).length > 0) await record(hurry, (stage) => together(stage, chosen(HURRIED)));

/** Lifecycles that give the id of a workflow, which is recorded then. */
const recorded = <On>(
  lifecycles: Readonly<Record<string, (on: On) => Promise<string>>>,
  stageOf: (on: On) => Stage,
): readonly Lifecycle<On>[] =>
  chosen(
    Object.fromEntries(
      Object.entries(lifecycles).map(([name, live]) => [
        name,
        async (on: On) => save(stageOf(on), name, await live(on)),
      ]),
    ),
  );

const prescribed = recorded(PRESCRIBED, (surgery: Surgery) => surgery.stage);
if (prescribed.length > 0) {
  const surgery = await Surgery.open({ ...KEYS, POLICY_DOCUMENT_REMINDER: '8s' });
  try {
    await together(surgery, prescribed);
  } finally {
    await surgery.close();
  }
}

const imported = recorded(IMPORTED, (desk: ListDesk) => desk.stage);
if (imported.length > 0) {
  const desk = await ListDesk.open(KEYS);
  try {
    await together(desk, imported);
  } finally {
    await desk.close();
  }
}
