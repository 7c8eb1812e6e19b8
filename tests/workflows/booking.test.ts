import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DomainError } from '../../src/domain/errors.js';
import { LATE_AFTER_MS } from '../../src/workflows/support/late.js';
import { SEARCH_ATTRIBUTES } from '../../src/workflows/support/search-attributes.js';
import { BOOKING } from '../support/booking.js';
import { until } from '../support/client.js';
import type { FakeRecord } from '../support/fake-activities.js';
import { at } from '../support/stage.js';
import { WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
before(async () => {
  harness = await WorkflowHarness.open();
});
after(() => harness.close());

const failure = async (record: FakeRecord) => {
  const error = await harness
    .handle(record.id)
    .result()
    .then(
      () => undefined,
      (reason: Error) => reason,
    );
  return (error?.cause as { type?: string } | undefined)?.type;
};

describe('a booking', { concurrency: true }, () => {
  it('claims the slot under its own run and operation, and answers a repeat with the first answer', async () => {
    const record = harness.record();
    const first = await harness.book(record);
    assert.deepEqual(first, { bodyHash: 'hash', booking: { ...BOOKING, id: record.id } });
    assert.deepEqual(await harness.book(record), first);
    assert.deepEqual(await harness.book(record, 'another'), first, 'also under another update id');
    assert.equal(record.called('claimSlot').length, 1);
    const { input } = record.called('claimSlot')[0] ?? {};
    assert.equal(input.operationId, `${record.id}/book`);
    assert.equal(input.late, false);
    assert.equal(input.runId, (await harness.handle(record.id).describe()).runId);
  });

  it('that is refused leaves nothing: the run ends, and an update finds no appointment', async () => {
    const record = harness.record();
    record.steps.claimSlot = () => {
      throw new DomainError('slot_taken', 'Slot already booked', { appointmentId: 'other' });
    };
    const error = await harness.refused('slot_taken', harness.book(record));
    assert.deepEqual(error.details, { appointmentId: 'other' });
    assert.equal(await harness.outcome(record), 'refused');
    assert.equal(record.called('releaseClaim').length, 0, 'a definite refusal leaves no doubt');
    await harness.refused('slot_taken', harness.book(record));
    // Whoever lost that answer may send the booking again under another update id, which the run that is over does not know.
    const again = await harness.refused('slot_taken', harness.book(record, 'another'));
    assert.deepEqual([again.message, again.details], [error.message, error.details]);
    assert.equal(record.called('claimSlot').length, 1);
    const { typedSearchAttributes: shown } = await harness.handle(record.id).describe();
    assert.equal(shown.get(SEARCH_ATTRIBUTES.AppointmentStatus), undefined, 'nobody finds it among the held ones');
  });

  it('shows itself in the list from its start, and sets no search attribute again that says the same', async () => {
    const record = await harness.held();
    const { typedSearchAttributes: shown } = await harness.handle(record.id).describe();
    const { AppointmentStatus, PaymentStatus, DoctorId, PatientId, ClinicId, StartsAt } = SEARCH_ATTRIBUTES;
    assert.deepEqual(
      [shown.get(AppointmentStatus), shown.get(PaymentStatus), shown.get(DoctorId), shown.get(PatientId)],
      ['pending', 'unpaid', record.snapshot.doctorId, record.snapshot.patientId],
    );
    assert.equal(shown.get(ClinicId), record.snapshot.clinicId);
    assert.equal(shown.get(StartsAt)?.getTime(), record.snapshot.startsAt);
    const upserts = (await harness.events(record)).filter((name) => name.startsWith('upsertWorkflowSearch'));
    assert.deepEqual(upserts, []);
  });

  it('that came late claims nothing, fails its run, and may be made again under another id', async () => {
    const record = harness.record();
    record.steps.claimSlot = () => ({ outcome: 'late' });
    await harness.refused('unavailable', harness.book(record));
    assert.equal(await failure(record), 'late');
    delete record.steps.claimSlot;
    assert.deepEqual((await harness.book(record, 'book-2')).booking, { ...BOOKING, id: record.id });
    await harness.knows(record, { status: 'pending' });
  });

  it('whose answer was lost goes on when the claim turns out to be there', async () => {
    const record = harness.record();
    record.steps.claimSlot = () => {
      throw new Error('the connection broke after the commit');
    };
    record.steps.releaseClaim = () => record.snapshot;
    await harness.refused('unavailable', harness.book(record));
    await harness.knows(record, { status: 'pending' });
    assert.equal(record.called('releaseClaim')[0]?.input.runId, (await harness.handle(record.id).describe()).runId);
    assert.ok(record.called('claimSlot').length > 1, 'it was tried again first');
    const cancelled = await harness.update(record, 'cancel');
    assert.equal(cancelled.status, 'cancelled_by_clinic');
    assert.equal(await harness.outcome(record), 'cancelled_by_clinic');
  });

  it('whose claim never arrived is ruled out before its run fails', async () => {
    const record = harness.record();
    record.steps.claimSlot = () => {
      throw new Error('the database is unavailable');
    };
    let ruledOut = 0;
    record.steps.releaseClaim = () => {
      ruledOut += 1;
      if (ruledOut < 3) throw new Error('the database is still unavailable');
      return null;
    };
    await harness.refused('unavailable', harness.book(record));
    assert.equal(await failure(record), 'unavailable');
    assert.equal(ruledOut, 3, 'retried until the database was back');
  });
});

describe('an appointment that nobody booked', { concurrency: true }, () => {
  it('is not found when its row is not there', async () => {
    const record = harness.record();
    record.steps.resumeRun = () => {
      throw new DomainError('not_found', 'Appointment not found.');
    };
    await harness.refused('not_found', harness.update(record, 'cancel'));
    assert.equal(await failure(record), 'not_found');
  });

  it('is resumed with the messages that the run before it owed: each is sent, and once', async () => {
    const record = harness.record({ status: 'booked', paymentStatus: 'paid' });
    const own = { appointmentId: record.id, version: 0 };
    record.steps.resumeRun = () => ({
      ...record.change({}),
      owed: [
        { ...own, kind: 'booking_confirmed', occurrence: '' },
        { ...own, kind: 'refunded', occurrence: 'a refund', refundId: 'a refund' },
      ],
    });
    assert.equal(await harness.engine.resume(record.id), true);
    await harness.waitsFor(record, /consultation/i);
    await until('both messages', async () => record.messages.length === 2);
    assert.deepEqual([...record.messages].sort(), ['booking_confirmed', 'refunded/a refund']);
  });

  it('is resumed once the database is back, and serves the update that came with the start', async () => {
    const record = harness.record({ status: 'booked', paymentStatus: 'paid' });
    let tries = 0;
    record.steps.resumeRun = () => {
      tries += 1;
      if (tries < 3) throw new Error('the database is unavailable');
      return record.change({});
    };
    assert.equal((await harness.update(record, 'start')).status, 'in_progress');
  });
});

describe('a worker that comes late', { concurrency: true }, () => {
  it('judges bookings on the clock of the engine, and runs buffered updates in order', {
    timeout: 60_000,
  }, async () => {
    const away = await WorkflowHarness.open({ worker: false });
    try {
      const stale = away.record();
      const began = Date.now();
      const booking = away.refused('unavailable', away.book(stale));
      await until('the workflow to be there', () => away.engine.isRunning(stale.id));
      await at(began + LATE_AFTER_MS - 2_000);
      const fresh = away.record();
      const results = [
        away.book(fresh),
        until('the second workflow', () => away.engine.isRunning(fresh.id)).then(() => away.update(fresh, 'cancel')),
      ] as const;
      await booking;
      await at(began + LATE_AFTER_MS + 500);
      await away.startWorker();
      const [answer, cancelled] = await Promise.all(results);
      assert.deepEqual(answer.booking, { ...BOOKING, id: fresh.id });
      assert.equal(cancelled.status, 'cancelled_by_clinic');
      assert.deepEqual(
        fresh.calls.map((call) => call.name).filter((name) => name === 'claimSlot' || name === 'cancelAppointment'),
        ['claimSlot', 'cancelAppointment'],
      );
      await until('the stale booking to be judged', async () => stale.called('claimSlot').length > 0);
      assert.equal(stale.called('claimSlot')[0]?.input.late, true);
      await away.assertNeverWedged(fresh);
    } finally {
      await away.close();
    }
  });
});
