import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { UpdateName } from '../../src/domain/appointments/commands.js';
import { APPOINTMENT_STATUSES, type AppointmentStatus } from '../../src/domain/appointments/states.js';
import { until } from '../support/client.js';
import { Gate } from '../support/fake-activities.js';
import { COMMANDS, WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
before(async () => {
  harness = await WorkflowHarness.open();
});
after(() => harness.close());

const accepted = async (record: Parameters<WorkflowHarness['events']>[0]) =>
  (await harness.events(record)).filter((name) => name === 'workflowExecutionUpdateAcceptedEventAttributes').length;

describe('a validator', { concurrency: true, timeout: 60_000 }, () => {
  const POSSIBLE: Readonly<Record<string, readonly UpdateName[]>> = {
    pending: ['checkout', 'takeAtDesk', 'cancel', 'cancelForClinic', 'extendPaymentWindow'],
    booked: [
      'cancel',
      'cancelForClinic',
      'reschedule',
      'checkIn',
      'start',
      'complete',
      'noShow',
      'decideAbsence',
      'resendConfirmation',
    ],
    in_progress: ['cancel', 'cancelForClinic', 'checkIn', 'complete'],
  };
  const STATEFUL = [
    'checkout',
    'takeAtDesk',
    'cancel',
    'cancelForClinic',
    'reschedule',
    'checkIn',
    'start',
    'complete',
    'noShow',
    'decideAbsence',
    'extendPaymentWindow',
    'resendConfirmation',
  ] as const;

  for (const status of APPOINTMENT_STATUSES.filter((s): s is AppointmentStatus => s in POSSIBLE)) {
    it(`refuses what ${status} forbids, before it enters history`, async () => {
      const record = await harness.resumed({ status, paymentStatus: status === 'pending' ? 'unpaid' : 'paid' });
      await harness.knows(record, { status });
      const steps = () => record.calls.filter((call) => call.name !== 'deliverMessage').length;
      const before = steps();
      for (const name of STATEFUL.filter((candidate) => !POSSIBLE[status]?.includes(candidate))) {
        const error = await harness.refused('invalid_transition', harness.update(record, name));
        assert.equal(error.details.status, status, name);
        assert.ok(Array.isArray(error.details.allowed));
      }
      assert.equal(await accepted(record), 0);
      assert.equal(steps(), before, 'no step ran');
    });
  }

  it('wants a reason from staff, whatever they type into the UI', async () => {
    const record = await harness.booked();
    await harness.knows(record, { status: 'booked' });
    const handle = harness.handle(record.id);
    const updates = [
      'extendPaymentWindow',
      'resendConfirmation',
      'retryRefund',
      'issueRefund',
      'cancelForClinic',
      'rejectRefund',
      'resolveAttention',
      'checkPayment',
      'decideAbsence',
    ];
    for (const name of updates) {
      for (const command of [{ by: 'mia' }, { by: 'mia', reason: '  ' }, { reason: 7 }, null]) {
        await assert.rejects(handle.executeUpdate(name, { args: [command as object] }), (error: unknown) => {
          assert.ok(error instanceof WorkflowUpdateFailedError);
          assert.equal((error.cause as { type?: string }).type, 'validation_failed', name);
          return true;
        });
      }
    }
    assert.equal(await accepted(record), 0);
    await harness.assertNeverWedged(record);
  });

  it('does not judge while a step is at work: the step decides on what is true then', async () => {
    const record = await harness.booked();
    await harness.knows(record, { status: 'booked' });
    const gate = new Gate();
    record.steps.startConsultation = async () => {
      await gate.passed;
      return record.become('in_progress');
    };
    const starting = harness.update(record, 'start');
    await until('the step', async () => record.called('startConsultation').length > 0);
    gate.open();
    const completing = harness.update(record, 'complete');
    assert.equal((await starting).status, 'in_progress');
    assert.equal((await completing).status, 'completed');
  });
});

describe('a validator that may be behind the record', { concurrency: true, timeout: 60_000 }, () => {
  // The payment has been recorded, and everybody reads that it has; the run learns of it a moment later.
  const moments = { lookUpPayment: 'a lookup', watchPayment: 'the watch of the open page' } as const;
  for (const step of ['lookUpPayment', 'watchPayment'] as const) {
    it(`leaves the decision to the step while ${moments[step]} is at work`, async () => {
      const record = await harness.held();
      const gate = new Gate();
      record.steps[step] = async () => {
        const snapshot = record.become('booked', { paymentStatus: 'paid', openOrders: [] });
        await gate.passed;
        return { outcome: 'confirmed' as const, snapshot };
      };
      if (step === 'watchPayment') await harness.update(record, 'checkout');
      else await harness.sendPaymentEvent(record);
      await until('the payment to be recorded', async () => record.snapshot.status === 'booked');
      try {
        assert.equal((await harness.update(record, 'start')).status, 'in_progress');
      } finally {
        gate.open();
      }
      await harness.assertNeverWedged(record);
    });
  }
});

describe('the lock', { concurrency: true, timeout: 60_000 }, () => {
  it('lets one step of an appointment at a time see and change it', async () => {
    const record = await harness.booked();
    const names = [
      'resendConfirmation',
      'reschedule',
      'resendConfirmation',
      'reschedule',
      'resendConfirmation',
    ] as const;
    await Promise.all([...names.map((name) => harness.update(record, name)), harness.sendPaymentEvent(record)]);
    assert.equal(record.snapshot.version, 2);
    assert.equal(record.overlaps, 0);
  });

  it('two who exclude each other: one is done, the other is refused with a reason', async () => {
    const record = await harness.booked();
    const gate = new Gate();
    record.steps.cancelAppointment = async ({ command }) => {
      await gate.passed;
      return record.become(command.to);
    };
    const both = Promise.allSettled([harness.update(record, 'cancel'), harness.update(record, 'reschedule')]);
    await until(
      'one of them',
      async () => record.called('cancelAppointment').length + record.called('rescheduleAppointment').length > 0,
    );
    gate.open();
    const [cancelled, moved] = await both;
    assert.equal(cancelled?.status, 'fulfilled');
    assert.equal(record.snapshot.status, 'cancelled_by_clinic');
    if (moved?.status === 'rejected') assert.equal(moved.reason.code, 'invalid_transition');
    assert.equal(record.overlaps, 0);
    assert.equal(await harness.outcome(record), 'cancelled_by_clinic');
  });
});

describe('closing', { concurrency: true, timeout: 60_000 }, () => {
  it('a signal that was acknowledged while the run closed still has its effect', async () => {
    const record = await harness.resumed({ status: 'in_progress', paymentStatus: 'paid' });
    await harness.knows(record, { status: 'in_progress' });
    const gate = new Gate();
    let operation: string | undefined;
    record.steps.completeAppointment = async ({ operationId }) => {
      await gate.passed;
      // As the real step: a repeat of this operation finds what it did, another one finds a completed appointment.
      if (operation === operationId) return record.snapshot;
      operation = operationId;
      return record.become('completed');
    };
    const completing = harness.update(record, 'complete');
    await until('the last step', async () => record.called('completeAppointment').length > 0);
    // Acknowledged by the engine, and not yet seen by the run, whose next task is its last.
    await harness.sendPaymentEvent(record);
    gate.open();
    assert.equal((await completing).status, 'completed');
    assert.equal(await harness.outcome(record), 'completed');
    assert.equal(record.called('lookUpPayment').length, 1);
  });

  it('waits for a message that is on its way', async () => {
    const record = await harness.held();
    const gate = new Gate();
    record.steps.deliverMessage = async () => {
      await gate.passed;
      return { email: 'sent' };
    };
    await harness.update(record, 'cancel');
    await until('the message', async () => record.messages.includes('cancelled'));
    assert.equal((await harness.handle(record.id).describe()).status.name, 'RUNNING');
    record.steps.settleDispute = () => record.change({});
    await harness.sendPaymentEvent(record, { about: 'dispute' });
    gate.open();
    assert.equal(await harness.outcome(record), 'cancelled_by_clinic');
    assert.equal(record.called('settleDispute').length, 1);
  });

  it('an update to a run that has closed resumes it, and is answered', async () => {
    const record = await harness.booked();
    await harness.update(record, 'cancel');
    await harness.outcome(record);
    record.change({ attention: ['dispute'] });
    const after = await harness.update(record, 'resolveAttention', { code: 'dispute' });
    assert.deepEqual(after.attention, []);
    assert.equal(await harness.outcome(record), 'cancelled_by_clinic');
    assert.equal(record.called('resumeRun').length, 2);
  });
});

describe('Request Cancellation in the UI', { concurrency: true, timeout: 60_000 }, () => {
  for (const status of ['pending', 'booked', 'in_progress'] as const) {
    it(`cancels for the clinic what is ${status}`, async () => {
      const record = await harness.resumed({ status, paymentStatus: status === 'pending' ? 'unpaid' : 'paid' });
      await harness.handle(record.id).cancel();
      assert.equal(await harness.outcome(record), 'cancelled_by_clinic');
      const { input } = record.called('cancelAppointment')[0] ?? {};
      assert.deepEqual(input.actor, { kind: 'temporal_ui', claims: 'nobody' });
      assert.equal(input.command.to, 'cancelled_by_clinic');
      const refunded = status === 'pending' ? [] : [`refunded/${record.id}/refund`];
      assert.deepEqual(
        record.messages.filter((kind) => kind.startsWith('refunded')),
        refunded,
      );
    });
  }

  it('leaves alone what can no longer be cancelled', async () => {
    const record = await harness.resumed({ status: 'no_show', paymentStatus: 'paid' });
    await harness.handle(record.id).cancel();
    await until('the note', async () =>
      (await harness.timeline(record)).some((entry) => /no longer be cancelled/.test(entry)),
    );
    assert.equal(record.snapshot.status, 'no_show');
    assert.equal((await harness.update(record, 'complete')).status, 'completed', 'people are still answered');
  });

  it('is answered by a refund that takes its time, and by people meanwhile', async () => {
    const record = await harness.resumed({ status: 'booked', paymentStatus: 'paid' });
    record.steps.sendRefund = ({ refundId }) => ({ status: 'failed', snapshot: record.setRefund(refundId, 'failed') });
    await harness.handle(record.id).cancel();
    await harness.knows(record, { status: 'cancelled_by_clinic' });
    await until('the refund to fail', async () => record.snapshot.refunds[0]?.status === 'failed');
    delete record.steps.sendRefund;
    await harness.update(record, 'retryRefund');
    assert.equal(await harness.outcome(record), 'cancelled_by_clinic');
  });
});

it('every update of the contract is tried above', () => assert.equal(Object.keys(COMMANDS).length, 19));
