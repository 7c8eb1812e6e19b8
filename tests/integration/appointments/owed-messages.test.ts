import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { cancelAppointment } from '../../../src/usecases/appointments/cancel-appointment.js';
import { resumeRun } from '../../../src/usecases/appointments/resume-run.js';
import { sendRefund } from '../../../src/usecases/payments/refund.js';
import { settlePayment } from '../../../src/usecases/payments/settle-payment.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

const owed = async (id: string) => (await resumeRun(steps.deps)({ appointmentId: id, runId: randomUUID() })).owed ?? [];

/** A delivery as another run has left it. */
async function begun(id: string, kind: string, occurrence: string, state = 'sending', age = '1 hour') {
  await steps.sql(
    `insert into notifications (id, clinic_id, subject_id, user_id, version, kind, occurrence, channel, state, message_id, claimed_at,
       recipient_sealed, recipient_hash)
     select $2::uuid, clinic_id, id, patient_id, 0, $3, $4, 'email', $5, $2::uuid::text, now() - $6::interval, 'x', 'x' from appointments where id = $1`,
    [id, randomUUID(), kind, occurrence, state, age],
  );
}

async function refunded() {
  const visit = await steps.payable();
  steps.bank.paid(visit.order);
  await settlePayment(steps.deps)({ subjectId: visit.id, orderId: visit.order, eventIds: [] });
  const command = { to: 'cancelled_by_clinic', reason: null } as const;
  const operationId = `${visit.id}/${randomUUID()}`;
  await cancelAppointment(steps.deps)({ appointmentId: visit.id, operationId, actor: SYSTEM, command });
  const text = 'select id from refunds where order_id = $1';
  const refundId = String((await steps.sql(text, [visit.order]))[0]?.id);
  await sendRefund(steps.deps)({ subjectId: visit.id, refundId, eventIds: [] });
  return { id: visit.id, refundId };
}

describe('a run that goes on from the row sends what the one before it owed', () => {
  it('a message whose delivery had begun, and none that has ended or was tried for a day', async () => {
    const { id } = await steps.hold({ paymentsEnabled: false });
    await begun(id, 'booking_confirmed', '', 'sent');
    await begun(id, 'booking_confirmed', 'resend/1');
    await begun(id, 'payment_late', '');
    await begun(id, 'reminder', '3600000ms', 'sending', '25 hours');
    assert.deepEqual(await owed(id), [
      { appointmentId: id, version: 0, kind: 'booking_confirmed', occurrence: 'resend/1' },
      { appointmentId: id, version: 0, kind: 'payment_late', occurrence: '', lateOutcome: 'rebooked' },
    ]);
  });

  it('the notice of a refund that has succeeded meanwhile, until its delivery has begun', async () => {
    const { id, refundId } = await refunded();
    const notice = { appointmentId: id, version: 0, kind: 'refunded', occurrence: refundId, refundId };
    assert.deepEqual(await owed(id), [notice]);
    await begun(id, 'refunded', refundId);
    assert.deepEqual(await owed(id), [notice], 'once');
    await steps.sql("update notifications set state = 'sent' where subject_id = $1", [id]);
    assert.deepEqual(await owed(id), []);
  });
});
