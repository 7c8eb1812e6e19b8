import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Context } from '@temporalio/activity';
import type { UpdateName } from '../../src/domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../src/domain/appointments/snapshot.js';
import { DomainError, type ErrorCode } from '../../src/domain/errors.js';
import { until } from '../support/client.js';
import type { FakeRecord, Name } from '../support/fake-activities.js';
import { COMMANDS, WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
before(async () => {
  harness = await WorkflowHarness.open();
});
after(() => harness.close());

const OVER = { startsAt: Date.now() - 3_600_000, endsAt: Date.now() - 1_000 };

/** In which state an update is possible, and which step it runs. */
const HANDLERS: Readonly<Record<UpdateName, { readonly step: Name; readonly from: Partial<AppointmentSnapshot> }>> = {
  checkout: { step: 'startCheckout', from: { status: 'pending' } },
  cancel: { step: 'cancelAppointment', from: { status: 'booked' } },
  reschedule: { step: 'rescheduleAppointment', from: { status: 'booked' } },
  checkIn: { step: 'checkIn', from: { status: 'booked' } },
  start: { step: 'startConsultation', from: { status: 'booked' } },
  complete: { step: 'completeAppointment', from: { status: 'in_progress' } },
  noShow: { step: 'recordNoShow', from: { status: 'booked' } },
  extendPaymentWindow: { step: 'extendPaymentWindow', from: { status: 'pending' } },
  resendConfirmation: { step: 'resendConfirmation', from: { status: 'booked' } },
  retryRefund: { step: 'retryRefund', from: { status: 'booked', paymentStatus: 'refund_failed' } },
  issueRefund: { step: 'issueRefund', from: { status: 'booked', paymentStatus: 'paid' } },
  approveRefund: { step: 'approveRefund', from: { status: 'booked', attention: ['refund_approval'] } },
  rejectRefund: { step: 'rejectRefund', from: { status: 'booked', attention: ['refund_approval'] } },
  takeAtDesk: { step: 'takeAtDesk', from: { status: 'pending' } },
  confirmDeskRefund: {
    step: 'confirmDeskRefund',
    from: { status: 'cancelled_by_patient', attention: ['desk_refund_due'] },
  },
  checkPayment: { step: 'checkPayment', from: { status: 'pending' } },
  cancelForClinic: { step: 'cancelForClinic', from: { status: 'booked' } },
  resolveAttention: { step: 'resolveAttention', from: { status: 'in_progress', attention: ['overrun'] } },
  decideAbsence: { step: 'decideAbsence', from: { status: 'booked', ...OVER, attention: ['absence_undecided'] } },
};

/** Never answers, so that only the engine's own limit ends it. */
async function hang(): Promise<never> {
  await Context.current().cancelled;
  throw new Error('cancelled');
}

const THROWS: readonly [string, () => Promise<never>, ErrorCode][] = [
  [
    'refuses',
    async () => {
      throw new DomainError('slot_taken', 'Slot already booked', { appointmentId: 'other' });
    },
    'slot_taken',
  ],
  [
    'breaks',
    async () => {
      throw new TypeError('cannot read properties of undefined');
    },
    'unavailable',
  ],
  ['hangs', hang, 'unavailable'],
];

/** The run still answers, and the same update works once the step does. */
async function goesOn(record: FakeRecord, name: UpdateName): Promise<void> {
  delete record.steps[HANDLERS[name].step];
  await harness.state(record);
  if (name === 'retryRefund') record.setRefund('failed', 'failed');
  // By operation: a task that the engine repeats, because something came while it closed the run, repeats its step.
  const operations = () => new Set(record.called(HANDLERS[name].step).map(({ input }) => input.operationId)).size;
  const before = operations();
  await harness.update(record, name);
  assert.equal(operations(), before + 1);
  await harness.assertNeverWedged(record);
}

for (const [how, fail, code] of THROWS) {
  describe(`a step that ${how} in the handler of`, { concurrency: true, timeout: 90_000 }, () => {
    for (const name of Object.keys(COMMANDS) as UpdateName[]) {
      it(name, async () => {
        const record = await harness.resumed(HANDLERS[name].from);
        // One cast for all: a step that only throws fits every name.
        (record.steps as Record<string, unknown>)[HANDLERS[name].step] = fail;
        const error = await harness.refused(code, harness.update(record, name));
        if (code === 'slot_taken') assert.deepEqual(error.details, { appointmentId: 'other' }, 'with its details');
        else assert.doesNotMatch(error.message, /undefined/, 'without its insides');
        await goesOn(record, name);
      });
    }
  });

  describe(`a step that ${how} while a payment event is looked up`, { concurrency: true, timeout: 90_000 }, () => {
    const about = { checkout: 'lookUpPayment', refund: 'settleRefundEvent', dispute: 'settleDispute' } as const;
    for (const [what, step] of Object.entries(about)) {
      it(what, async () => {
        const record = await harness.resumed({ status: 'booked', paymentStatus: 'paid' });
        (record.steps as Record<string, unknown>)[step] = fail;
        await harness.sendPaymentEvent(record, { about: what as keyof typeof about, refundId: randomUUID() });
        const noted = async () =>
          (await harness.timeline(record)).some((entry) => entry.includes('could not be looked up'));
        await until('the look-up to be given up', noted, 60_000);
        assert.equal((await harness.update(record, 'start')).status, 'in_progress');
        await harness.assertNeverWedged(record);
      });
    }
  });
}

describe('a step beside the phases', { concurrency: true, timeout: 90_000 }, () => {
  it('that fails for good is shown to a person, and the run goes on', async () => {
    const record = await harness.resumed({ status: 'booked', paymentStatus: 'paid' });
    record.steps.sendRefund = () => {
      throw new DomainError('not_found', 'Refund not found.');
    };
    await harness.update(record, 'issueRefund');
    await harness.knows(record, { attention: ['step_failed'] });
    assert.equal((await harness.update(record, 'start')).status, 'in_progress');
  });

  it('a refused mail, and one that fails for good, are shown to a person', async () => {
    const [refused, failed] = [harness.record(), harness.record()];
    refused.steps.deliverMessage = () => ({ email: 'refused' });
    failed.steps.deliverMessage = () => {
      throw new DomainError('not_found', 'Appointment not found.');
    };
    for (const [record, note] of [
      [refused, 'Hold notice refused by the mail server'],
      [failed, 'Not delivered: booking held'],
    ] as const) {
      await harness.book(record);
      await harness.knows(record, { attention: ['message_undelivered'], status: 'pending' });
      assert.ok((await harness.timeline(record)).includes(note));
    }
  });

  it('a mail server that is unavailable costs nobody their appointment: the mail is tried again', async () => {
    const record = harness.record();
    record.steps.deliverMessage = () => {
      if (record.called('deliverMessage').length < 3) throw new Error('connection refused');
      return { email: 'sent' };
    };
    await harness.book(record);
    await until('the third try', async () => record.called('deliverMessage').length === 3);
    assert.deepEqual(record.snapshot.attention, []);
  });
});
