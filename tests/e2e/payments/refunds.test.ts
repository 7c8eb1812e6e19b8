import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ApiClient, until } from '../../support/client.js';
import { type PayableVisit, Stage } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
let admin: ApiClient;
before(async () => {
  stage = await Stage.open();
  admin = await stage.signIn('admin');
});
after(() => stage.close());

type By = 'cancelled_by_patient' | 'cancelled_by_doctor' | 'cancelled_by_clinic';

async function cancel(visit: PayableVisit, status: By): Promise<void> {
  const api =
    status === 'cancelled_by_patient'
      ? visit.api
      : status === 'cancelled_by_clinic'
        ? admin
        : await stage.as(visit.doctor);
  const reply = await api.patch(`${visit.path}update/`, { status, reason: 'ill' });
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  assert.equal(reply.body.status, status);
}

async function refunds(visit: PayableVisit): Promise<{ amount: number; status: string }[]> {
  const order = await visit.api.get(`/api/v1/orders/${visit.order}/`);
  return order.body.refunds.map(({ amount, status }: { amount: number; status: string }) => ({ amount, status }));
}

/** The bank's name for the visit's only refund that it still has to decide. */
async function bankRefund(visit: PayableVisit): Promise<string> {
  return until('the refund at the bank', async () => {
    const lines = await stage.bank();
    return lines.find(
      (line) => line.session_id === visit.session && line.type === 'refund' && line.status === 'pending',
    )?.id;
  });
}

function act(visit: PayableVisit, body: Record<string, unknown>) {
  return admin.post(`/api/v1/admin/appointments/${visit.id}/actions/`, { reason: 'by telephone', ...body });
}

test('what goes back follows who cancels, and how long before', { concurrency: true }, async (t) => {
  const cases = [
    { name: 'the patient, 25 h before', by: 'cancelled_by_patient', inMs: 25 * HOUR, amount: 8000, left: 'refunded' },
    {
      name: 'the patient, 3 h before',
      by: 'cancelled_by_patient',
      inMs: 3 * HOUR,
      amount: 4000,
      left: 'partially_refunded',
    },
    { name: 'the patient, 1 h before', by: 'cancelled_by_patient', inMs: HOUR, amount: 0, left: 'paid' },
    { name: 'the doctor, 1 h before', by: 'cancelled_by_doctor', inMs: HOUR, amount: 8000, left: 'refunded' },
    { name: 'the clinic, 1 h before', by: 'cancelled_by_clinic', inMs: HOUR, amount: 8000, left: 'refunded' },
  ] as const;
  await Promise.all(
    cases.map(({ name, by, inMs, amount, left }) =>
      t.test(name, async () => {
        const visit = await stage.booked(inMs);
        await cancel(visit, by);
        await stage.closes(visit);
        assert.deepEqual(await stage.row(visit).then((row) => [row.status, row.payment_status]), [by, left]);
        assert.deepEqual(await refunds(visit), amount === 0 ? [] : [{ amount, status: 'succeeded' }]);
        const read = await visit.api.get(visit.path);
        assert.equal(read.body.refund_status, amount === 0 ? null : left);
        await stage.told(visit, [
          'booking_held',
          'booking_confirmed',
          'cancelled',
          ...(amount === 0 ? [] : ['refunded']),
        ]);
        const again = await (await stage.signIn('patient')).post('/api/v1/appointments/', {
          availability_id: visit.slot,
        });
        assert.equal(again.status, 201, 'the slot is free');
      }),
    ),
  );
  await stage.moneyAgrees();
});

test('a hold that nobody paid: nothing goes back, the page is closed', async () => {
  const visit = await stage.payable(HOUR);
  // A message about the hold that the cancellation overtakes is never sent.
  await stage.told(visit, ['booking_held']);
  await cancel(visit, 'cancelled_by_patient');
  await stage.closes(visit);
  assert.equal(await stage.tryDrive(`checkout/${visit.session}`, { outcome: 'paid' }), 409);
  await stage.told(visit, ['booking_held', 'cancelled']);
});

test('a refund that the bank takes its time over', { concurrency: true }, async (t) => {
  await stage.faults({ refund: 'pending' });
  const waiting = async () => {
    const visit = await stage.booked(HOUR);
    await cancel(visit, 'cancelled_by_doctor');
    const id = await bankRefund(visit);
    await stage.reaches(visit, 'cancelled_by_doctor', 'refund_pending');
    assert.equal((await visit.api.get(visit.path)).body.refund_status, 'processing');
    assert.equal(await stage.runState(visit), 'RUNNING');
    return { visit, id };
  };
  await Promise.all([
    t.test('it succeeds', async () => {
      const { visit, id } = await waiting();
      await stage.drive(`refunds/${id}`, { status: 'succeeded', webhook: 'duplicate' });
      await stage.closes(visit);
      await stage.reaches(visit, 'cancelled_by_doctor', 'refunded');
      await stage.told(visit, ['booking_held', 'booking_confirmed', 'cancelled', 'refunded']);
    }),
    t.test('it succeeds, and the webhook is lost', async () => {
      const { visit, id } = await waiting();
      await stage.drive(`refunds/${id}`, { status: 'succeeded', webhook: 'lose' });
      await stage.closes(visit);
      await stage.reaches(visit, 'cancelled_by_doctor', 'refunded');
    }),
    t.test('it fails: a person is told, the workflow stays; sent again by API, it succeeds', async () => {
      const { visit, id } = await waiting();
      await stage.drive(`refunds/${id}`, { status: 'failed' });
      await stage.flagged(visit, 'refund_failed');
      await stage.reaches(visit, 'cancelled_by_doctor', 'refund_failed');
      assert.equal((await visit.api.get(visit.path)).body.refund_status, 'failed');
      assert.equal(await stage.runState(visit), 'RUNNING');
      assert.equal((await act(visit, { action: 'retry_refund' })).status, 200);
      await stage.drive(`refunds/${await bankRefund(visit)}`, { status: 'succeeded' });
      await stage.closes(visit);
      assert.deepEqual(await refunds(visit), [{ amount: 8000, status: 'succeeded' }]);
      assert.deepEqual(await stage.attention(visit), []);
      await stage.inboxEmpty(visit);
    }),
    t.test('it fails: sent again from the Temporal UI, under a claimed name', async () => {
      const { visit, id } = await waiting();
      await stage.drive(`refunds/${id}`, { status: 'failed' });
      await stage.flagged(visit, 'refund_failed');
      await stage.fromUi(visit, 'retryRefund', { by: 'Robin', reason: 'new account' });
      await stage.drive(`refunds/${await bankRefund(visit)}`, { status: 'succeeded' });
      await stage.closes(visit);
      const by = await stage.sql(
        "select actor_kind, actor_label from status_history where appointment_id = $1 and context->>'retry' = 'true'",
        [visit.id],
      );
      assert.deepEqual(by, [{ actor_kind: 'temporal_ui', actor_label: 'temporal-ui (claims Robin)' }]);
    }),
    t.test('it fails: paid out by hand, and recorded so', async () => {
      const { visit, id } = await waiting();
      await stage.drive(`refunds/${id}`, { status: 'failed' });
      await stage.flagged(visit, 'refund_failed');
      const done = await act(visit, { action: 'resolve_attention', code: 'refund_failed' });
      assert.equal(done.status, 200, JSON.stringify(done.body));
      await stage.closes(visit);
      await stage.reaches(visit, 'cancelled_by_doctor', 'refunded');
      assert.deepEqual(await stage.attention(visit), []);
    }),
    t.test('half of it fails: paid out by hand it is half', async () => {
      const visit = await stage.booked(3 * HOUR);
      await cancel(visit, 'cancelled_by_patient');
      await stage.drive(`refunds/${await bankRefund(visit)}`, { status: 'failed' });
      await stage.flagged(visit, 'refund_failed');
      await stage.fromUi(visit, 'resolveAttention', { by: 'Robin', reason: 'cash', code: 'refund_failed' });
      await stage.closes(visit);
      await stage.reaches(visit, 'cancelled_by_patient', 'partially_refunded');
    }),
  ]);
  await stage.faults({ refund: 'succeed' });
  await stage.moneyAgrees();
});

test('a refund that succeeds and fails afterwards, when its workflow has long closed', {
  concurrency: true,
}, async (t) => {
  const takenBack = async () => {
    const visit = await stage.booked(HOUR);
    await cancel(visit, 'cancelled_by_clinic');
    await stage.closes(visit);
    await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
    const [line] = (await stage.bank()).filter((one) => one.session_id === visit.session && one.type === 'refund');
    assert.ok(line);
    await stage.drive(`refunds/${line.id}`, { status: 'failed', webhook: 'duplicate' });
    await stage.flagged(visit, 'refund_failed');
    await stage.reaches(visit, 'cancelled_by_clinic', 'refund_failed');
    await until('the resumed run', async () => (await stage.runState(visit)) === 'RUNNING');
    await stage.moneyAgreesFor(visit);
    return visit;
  };
  await Promise.all([
    t.test('sent again', async () => {
      const visit = await takenBack();
      assert.equal((await act(visit, { action: 'retry_refund' })).status, 200);
      await stage.closes(visit);
      await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
      assert.deepEqual(await refunds(visit), [{ amount: 8000, status: 'succeeded' }]);
      await stage.told(visit, ['booking_held', 'booking_confirmed', 'cancelled', 'refunded']);
      await stage.inboxEmpty(visit);
    }),
    t.test('sent again from the Temporal UI', async () => {
      const visit = await takenBack();
      await stage.fromUi(visit, 'retryRefund', { by: 'Robin', reason: 'new account' });
      await stage.closes(visit);
      await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
    }),
  ]);
  await stage.moneyAgrees();
});

test('a refund that the bank first promises and then takes back within a second', async () => {
  await stage.faults({ refund: 'succeed_then_fail' });
  const visit = await stage.booked(HOUR);
  await cancel(visit, 'cancelled_by_clinic');
  await stage.reaches(visit, 'cancelled_by_clinic', 'refund_failed');
  await stage.faults({ refund: 'succeed' });
  await until('the resumed run', async () => (await stage.runState(visit)) === 'RUNNING');
  assert.equal((await act(visit, { action: 'retry_refund' })).status, 200);
  await stage.closes(visit);
  await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
  await stage.moneyAgrees();
});

test('money that staff give back counts towards what a cancellation gives back', { concurrency: true }, async (t) => {
  const goodwill = async () => {
    const visit = await stage.booked(3 * HOUR);
    const reply = await act(visit, { action: 'issue_refund', amount: 2000, reason: 'waited too long' });
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    await stage.reaches(visit, 'booked', 'partially_refunded');
    return visit;
  };
  await Promise.all([
    t.test('the doctor cancels: the rest follows', async () => {
      const visit = await goodwill();
      await cancel(visit, 'cancelled_by_doctor');
      await stage.closes(visit);
      await stage.reaches(visit, 'cancelled_by_doctor', 'refunded');
      assert.deepEqual(
        await refunds(visit),
        [2000, 6000].map((amount) => ({ amount, status: 'succeeded' })),
      );
    }),
    t.test('the patient cancels at half: half in all', async () => {
      const visit = await goodwill();
      await cancel(visit, 'cancelled_by_patient');
      await stage.closes(visit);
      await stage.reaches(visit, 'cancelled_by_patient', 'partially_refunded');
      assert.deepEqual(
        await refunds(visit),
        [2000, 2000].map((amount) => ({ amount, status: 'succeeded' })),
      );
    }),
    t.test('all of it, then the clinic cancels: nothing is left', async () => {
      const visit = await stage.booked(3 * HOUR);
      assert.equal((await act(visit, { action: 'issue_refund' })).status, 200);
      await stage.reaches(visit, 'booked', 'refunded');
      await cancel(visit, 'cancelled_by_clinic');
      await stage.closes(visit);
      assert.deepEqual(await refunds(visit), [{ amount: 8000, status: 'succeeded' }]);
    }),
  ]);
  // After the others, which are booked at the usual price.
  await t.test('more than there is, too much from the Temporal UI, and without a reason', async () => {
    const visit = await goodwill();
    const more = await act(visit, { action: 'issue_refund', amount: 6001 });
    assert.deepEqual([more.status, more.body.field], [400, 'amount']);
    await assert.rejects(stage.fromUi(visit, 'issueRefund', { by: 'Robin', reason: ' ', amount: 1 }));
    await stage.sql('update clinics set policy = policy || \'{"feeNew": 20000}\'');
    const dear = await stage.booked(HOUR);
    await stage.sql("update clinics set policy = policy - 'feeNew'");
    await stage.fromUi(dear, 'issueRefund', { by: 'Robin', reason: 'because', amount: 10_001 });
    assert.deepEqual(await refunds(dear), [], 'only asked for');
    assert.deepEqual(await stage.attention(dear), ['refund_approval']);
    await stage.fromUi(dear, 'issueRefund', { by: 'Robin', reason: 'because', amount: 10_000 });
    await stage.reaches(dear, 'booked', 'partially_refunded');
  });
  await stage.moneyAgrees();
});
