import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { cancelAppointment } from '../../../src/usecases/appointments/cancel-appointment.js';
import { rescheduleAppointment } from '../../../src/usecases/appointments/reschedule-appointment.js';
import { resumeLost } from '../../../src/usecases/operations/resume-lost.js';
import { type ApiClient, until } from '../../support/client.js';
import { type PayableVisit, Stage, type Visit } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
let admin: ApiClient;
before(async () => {
  // Long enough to open a page, terminate the run, resume it and pay, five times at once.
  stage = await Stage.open({ POLICY_PAYMENT_WINDOW: '12s', POLICY_REMINDERS: '1h' });
  admin = await stage.signIn('admin');
});
after(() => stage.close());

/**
 * What somebody does in the Temporal UI by mistake, while no mail is on its way: one that is may come twice, under one
 * Message-ID, which is not what these tests are about.
 */
async function terminate(visit: Visit): Promise<void> {
  const text = "select 1 from notifications where subject_id = $1 and state = 'sending'";
  await until('the mails to be recorded', async () => (await stage.sql(text, [visit.id])).length === 0);
  // This very run: news of the bank may bring the next one at once.
  const run = stage.clinic.core.client.workflow.getHandle(visit.id, await runId(visit));
  await run.terminate('a mistake in the Temporal UI');
  assert.equal((await run.describe()).status.name, 'TERMINATED');
}

async function runId(visit: Visit): Promise<string> {
  return (await stage.handle(visit).describe()).runId;
}

/** A hold with an open page, whose patient was told of it: what a terminated run has not sent yet may never come. */
async function toldOfHold(): Promise<PayableVisit> {
  const visit = await stage.payable(2 * HOUR);
  await stage.told(visit, ['booking_held']);
  return visit;
}

function act(visit: Visit, body: Record<string, unknown>) {
  return admin.post(`/api/v1/admin/appointments/${visit.id}/actions/`, { reason: 'by telephone', ...body });
}

test('terminated while it held the slot', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('resumed, paid: booked', async () => {
      const visit = await toldOfHold();
      await terminate(visit);
      assert.equal(await stage.clinic.core.engine.resume(visit.id), true);
      assert.equal(await stage.clinic.core.engine.resume(visit.id), false, 'one run at a time');
      await stage.pay(visit);
      await stage.reaches(visit, 'booked', 'paid');
      await stage.told(visit, ['booking_held', 'booking_confirmed']);
      assert.equal((await stage.row(visit)).run_id, await runId(visit));
    }),
    t.test('paid while nobody ran: the news finds its way', async () => {
      const visit = await toldOfHold();
      await terminate(visit);
      await stage.pay(visit);
      await stage.reaches(visit, 'booked', 'paid');
      await until('a new run', async () => (await stage.runState(visit)) === 'RUNNING');
      await stage.told(visit, ['booking_held', 'booking_confirmed']);
    }),
    t.test('resumed after the deadline: expired, and the page is closed', async () => {
      const visit = await toldOfHold();
      await terminate(visit);
      await until('the deadline', async () => Date.now() > visit.expiresAt);
      assert.equal((await stage.row(visit)).status, 'pending');
      assert.equal(await stage.clinic.core.engine.resume(visit.id), true);
      await stage.closes(visit);
      await stage.reaches(visit, 'payment_expired', 'unpaid');
      assert.equal(await stage.tryDrive(`checkout/${visit.session}`, { outcome: 'paid' }), 409);
      await stage.told(visit, ['booking_held', 'payment_expired']);
    }),
    t.test('a staff action brings its own run', async () => {
      const visit = await stage.payable(2 * HOUR);
      await terminate(visit);
      const extended = await act(visit, { action: 'extend_payment_window', minutes: 30 });
      assert.equal(extended.status, 200, JSON.stringify(extended.body));
      assert.ok(Date.parse(extended.body.expires_at) > visit.expiresAt + 20 * 60_000);
      assert.equal(await stage.runState(visit), 'RUNNING');
      await stage.pay(visit);
      await stage.reaches(visit, 'booked', 'paid');
    }),
    t.test('the patient cancels: that brings a run, too', async () => {
      const visit = await toldOfHold();
      await terminate(visit);
      const reply = await visit.api.patch(`${visit.path}update/`, { status: 'cancelled_by_patient' });
      assert.equal(reply.status, 200, JSON.stringify(reply.body));
      await stage.closes(visit);
      await stage.told(visit, ['booking_held', 'cancelled']);
    }),
  ]);
});

test('terminated while it was booked: maintenance finds it', async () => {
  const visit = await stage.booked(2 * HOUR);
  await terminate(visit);
  const { resumed } = await stage.maintain();
  assert.ok(resumed >= 1);
  const shown = await until('the new run to wait', async () => {
    const state = (await stage.handle(visit).query('state')) as { waitsFor: string };
    return state.waitsFor === 'Time for a reminder' && state;
  });
  assert.ok(shown);
  assert.equal((await stage.maintain()).resumed, 0, 'nothing is left to resume');
  await stage.told(visit, ['booking_held', 'booking_confirmed']);
  const moves = await stage.sql("select actor_kind from status_history where appointment_id = $1 and move = 'resume'", [
    visit.id,
  ]);
  assert.deepEqual(moves, [{ actor_kind: 'system' }]);
});

test('a reminder that fell due while nobody ran is sent by the next run, once', async () => {
  // However long the booking takes on a busy machine, it is over before the reminder is due.
  const start = await stage.booked(HOUR + 15_000);
  await terminate(start);
  await until('the reminder to be due', async () => {
    return Date.parse((await start.api.get(start.path)).body.start_time) - HOUR < Date.now();
  });
  assert.equal(await stage.clinic.core.engine.resume(start.id), true);
  await stage.told(start, ['booking_held', 'booking_confirmed', 'reminder']);
  await terminate(start);
  assert.equal(await stage.clinic.core.engine.resume(start.id), true);
  await until('the third run', async () => {
    return (
      ((await stage.handle(start).query('state')) as { waitsFor: string }).waitsFor === 'The consultation to start'
    );
  });
  await stage.told(start, ['booking_held', 'booking_confirmed', 'reminder']);
});

test('terminated with a failed refund: maintenance finds it, and the refund is sent again', async () => {
  await stage.faults({ refund: 'pending' });
  const visit = await stage.booked(HOUR);
  const doctor = await stage.as(visit.doctor);
  assert.equal((await doctor.patch(`${visit.path}update/`, { status: 'cancelled_by_doctor' })).status, 200);
  const refund = await until('the refund', async () => (await stage.bank()).find((line) => line.type === 'refund')?.id);
  await stage.drive(`refunds/${refund}`, { status: 'failed' });
  await stage.flagged(visit, 'refund_failed');
  await stage.faults({ clear: true });
  await terminate(visit);
  // Or the bank's second notice of the failure was faster: it finds no run, and brings one.
  await stage.maintain();
  await until('the new run', async () => (await stage.runState(visit)) === 'RUNNING');
  assert.deepEqual(await stage.attention(visit), ['refund_failed']);
  assert.equal((await act(visit, { action: 'retry_refund' })).status, 200);
  await stage.closes(visit);
  await stage.reaches(visit, 'cancelled_by_doctor', 'refunded');
  await stage.moneyAgrees();
});

test('a refund under way when the run is terminated: the next run settles it', async () => {
  await stage.faults({ refund: 'pending' });
  const visit = await stage.booked(HOUR);
  const doctor = await stage.as(visit.doctor);
  assert.equal((await doctor.patch(`${visit.path}update/`, { status: 'cancelled_by_doctor' })).status, 200);
  const refund = await until('the refund', async () => {
    return (await stage.bank()).find((line) => line.type === 'refund' && line.session_id === visit.session)?.id;
  });
  await stage.faults({ clear: true });
  await until('the mail', async () => (await stage.kinds(visit)).includes('cancelled'));
  // A notice that came after the end of the run would bring one by itself.
  await until("the bank's notice of the refund to be dealt with", async () => {
    await stage.maintain();
    const text = 'select 1 from provider_events where object_id = $1 and processed_at is not null';
    return (await stage.sql(text, [refund])).length > 0;
  });
  await terminate(visit);
  await stage.drive(`refunds/${refund}`, { status: 'succeeded', webhook: 'lose' });
  assert.equal(await stage.clinic.core.engine.resume(visit.id), true);
  await stage.closes(visit);
  await stage.reaches(visit, 'cancelled_by_doctor', 'refunded');
  await stage.told(visit, ['booking_held', 'booking_confirmed', 'cancelled', 'refunded']);
  await stage.moneyAgrees();
});

test('Request Cancellation in the Temporal UI', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('a booked appointment: cancelled by the clinic, all the money goes back', async () => {
      const visit = await stage.booked(HOUR);
      await stage.handle(visit).cancel();
      await stage.closes(visit);
      await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
      await stage.told(visit, ['booking_held', 'booking_confirmed', 'cancelled', 'refunded']);
    }),
    t.test('a hold: cancelled by the clinic, the page is closed', async () => {
      const visit = await stage.payable(HOUR);
      await stage.handle(visit).cancel();
      await stage.closes(visit);
      await stage.reaches(visit, 'cancelled_by_clinic', 'unpaid');
      assert.equal(await stage.tryDrive(`checkout/${visit.session}`, { outcome: 'paid' }), 409);
    }),
  ]);
});

test('a run that was asked to cancel still hears the bank and its people', async () => {
  await stage.faults({ refund: 'pending' });
  const visit = await stage.booked(HOUR);
  await stage.handle(visit).cancel();
  const first = await until('the refund', async () => {
    return (await stage.bank()).find((line) => line.type === 'refund' && line.session_id === visit.session)?.id;
  });
  await stage.reaches(visit, 'cancelled_by_clinic', 'refund_pending');
  await stage.drive(`refunds/${first}`, { status: 'failed' });
  await stage.flagged(visit, 'refund_failed');
  await stage.faults({ clear: true });
  await stage.fromUi(visit, 'retryRefund', { by: 'Robin', reason: 'new account' });
  await stage.closes(visit);
  await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
  await stage.moneyAgrees();
});

test('a change whose update was lost, its caller and its worker killed after the commit', {
  concurrency: true,
}, async (t) => {
  /** The step alone, as it is left when nobody could tell the run. */
  const lost = (visit: Visit) => ({
    appointmentId: visit.id,
    operationId: `${visit.id}/lost`,
    actor: SYSTEM,
  });
  const pass = (aheadMs: number) => {
    const { unitOfWork, engine, logger } = stage.clinic.core;
    const now = () => new Date(Date.now() + aheadMs);
    return resumeLost({ unitOfWork, engine, logger, now, heartbeat: () => undefined })();
  };

  await t.test('a cancellation: the run learns of it, pays back and tells the patient', async () => {
    const visit = await stage.booked(48 * HOUR);
    const command = { actor: SYSTEM, to: 'cancelled_by_clinic', reason: null } as const;
    await cancelAppointment(stage.clinic.core)({ ...lost(visit), command });
    assert.equal((await stage.row(visit)).payment_status, 'refund_pending');
    await pass(0);
    assert.equal((await stage.row(visit)).payment_status, 'refund_pending', 'what is this young may be on its way');
    await pass(30_000);
    await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
    await stage.told(visit, ['booking_held', 'booking_confirmed', 'cancelled', 'refunded']);
    await stage.closes(visit);
  });
  await t.test('a cancellation that owes nothing', async () => {
    const visit = await stage.hold(48 * HOUR);
    const command = { actor: SYSTEM, to: 'cancelled_by_clinic', reason: null } as const;
    await cancelAppointment(stage.clinic.core)({ ...lost(visit), command });
    await pass(30_000);
    await stage.closes(visit);
    await stage.told(visit, ['cancelled'], ['booking_held']);
  });
  await t.test('a move to another time: the patient is told, and the clock of the visit follows', async () => {
    const visit = await stage.booked(48 * HOUR);
    const slotId = await stage.clinic.slot(visit.doctor, 72 * HOUR);
    await rescheduleAppointment(stage.clinic.core)({ ...lost(visit), command: { slotId } });
    await pass(30_000);
    await stage.told(visit, ['booking_held', 'booking_confirmed', 'rescheduled']);
    const belief = await stage.clinic.core.engine.findRunning(visit.id);
    assert.ok(belief?.startsAt && belief.startsAt.getTime() > Date.now() + 71 * HOUR);
  });
});
