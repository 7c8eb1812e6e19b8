import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { transitionError } from '../../src/domain/appointments/transitions.js';
import { until } from '../support/client.js';
import { CALM_POLICY, type FakeRecord, Gate } from '../support/fake-activities.js';
import { at } from '../support/stage.js';
import { WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
before(async () => {
  harness = await WorkflowHarness.open();
});
after(() => harness.close());

const HOUR = 3_600_000;
const reminders = (record: FakeRecord) => record.messages.filter((kind) => kind.startsWith('reminder'));
const remind = (...remindersMs: readonly number[]) => ({ ...CALM_POLICY, remindersMs });
const inMs = (ms: number) => ({ startsAt: Date.now() + ms, endsAt: Date.now() + ms + HOUR });

describe('reminders', { concurrency: true }, () => {
  it('go out at their moment, the earlier first', async () => {
    const record = await harness.booked({ ...inMs(40_000), policy: remind(31_000, 32_000) });
    await until('both', async () => reminders(record).length === 2);
    assert.deepEqual(reminders(record), ['reminder/32000ms', 'reminder/31000ms']);
    assert.ok(Date.now() >= record.snapshot.startsAt - 31_000);
  });

  it('whose moment had passed when the time was fixed are skipped, not sent late', async () => {
    const record = await harness.held({ ...inMs(40_000), policy: remind(24 * HOUR, 32_000) });
    await harness.sendPaymentEvent(record);
    await until('the one that is left', async () => reminders(record).length > 0);
    await harness.waitsFor(record, /consultation to start/);
    assert.deepEqual(reminders(record), ['reminder/32000ms']);
  });

  it('move with the appointment: one for the new time, none for the old', async () => {
    const record = await harness.booked({ ...inMs(40_000), policy: remind(32_000) });
    const old = record.snapshot.startsAt;
    record.steps.rescheduleAppointment = () => record.change({ version: 1, startsAt: old + 2_500, endsAt: old + HOUR });
    await harness.update(record, 'reschedule');
    // One for the old time would be the first of the two, and of version 0.
    await until('the reminder', async () => reminders(record).length > 0);
    await harness.waitsFor(record, /consultation to start/);
    const [sent, ...more] = record.called('deliverMessage').filter(({ input }) => input.kind === 'reminder');
    assert.equal(more.length, 0);
    assert.equal(sent?.input.version, 1);
    const message = record.called('deliverMessage').find(({ input }) => input.kind === 'rescheduled');
    assert.equal(message?.input.previousStartsAt, old);
  });

  it('come again for the new time when the old one had been announced already', async () => {
    const record = await harness.booked({ ...inMs(40_000), policy: remind(34_000) });
    await until('the first', async () => reminders(record).length === 1);
    record.steps.rescheduleAppointment = () => record.change({ version: 1, ...inMs(40_000) });
    await harness.update(record, 'reschedule');
    await until('the second', async () => reminders(record).length === 2);
    const versions = record.called('deliverMessage').filter(({ input }) => input.kind === 'reminder');
    assert.deepEqual(
      versions.map(({ input }) => input.version),
      [0, 1],
    );
  });
});

describe('what the timeline says of a message', { concurrency: true }, () => {
  it('is noted when it was sent, not when it was due', async () => {
    const record = await harness.booked({ ...inMs(40_000), policy: remind(34_000) });
    const gate = new Gate();
    record.steps.deliverMessage = async ({ kind }) => {
      if (kind === 'reminder') await gate.passed;
      return { email: 'sent', sms: 'sent' };
    };
    await until('the reminder', async () => reminders(record).length === 1);
    assert.doesNotMatch((await harness.timeline(record)).join(), /Reminder/);
    gate.open();
    await until('the note', async () => (await harness.timeline(record)).includes('Reminder sent; text message sent'));
  });

  it('says what else became of it', async () => {
    for (const [outcomes, note] of [
      [{ email: 'sent', sms: 'suppressed' }, 'Confirmation sent; no text message: there is no gateway for them'],
      [{ email: 'sent', sms: 'no_address' }, 'Confirmation sent; no text message: there is no phone number'],
      [{ email: 'refused', sms: 'sent' }, 'Confirmation refused by the mail server; text message sent'],
      [{ email: 'void', sms: 'void' }, 'Confirmation not sent: it was no longer true'],
    ] as const) {
      const record = harness.record({ status: 'booked', paymentStatus: 'paid' });
      record.steps.deliverMessage = () => outcomes;
      assert.equal(await harness.engine.resume(record.id), true);
      await until(note, async () => (await harness.timeline(record)).includes(note));
    }
  });
});

describe('a visit that nobody started', { concurrency: true }, () => {
  // Of the moment at which a test begins: others may take any time before.
  const over = () => ({ startsAt: Date.now() - HOUR, endsAt: Date.now() - 1_000 });

  const nobody = (more: object = {}) =>
    harness.booked({ ...over(), policy: { ...CALM_POLICY, noShowAfterMs: 0, correctionMs: 1_500, ...more } });

  it('waits for a person when nobody was seen: no timer says that the patient did not come', async () => {
    const record = await nobody();
    await harness.knows(record, { attention: ['absence_undecided'] });
    await harness.waitsFor(record, /decide who was absent/);
    await at(record.snapshot.endsAt + 1_500 + 2_000);
    assert.deepEqual([record.called('recordNoShow').length, record.called('cancelAppointment').length], [0, 0]);
    assert.deepEqual([record.snapshot.status, record.messages.includes('no_show')], ['booked', false]);
    await harness.refused('validation_failed', harness.update(record, 'decideAbsence', { reason: ' ' }));
    await harness.refused('validation_failed', harness.update(record, 'decideAbsence', { outcome: 'nobody' }));
  });

  it('is a no-show when a person says so, and stays correctable for a while', async () => {
    const record = await nobody();
    await harness.knows(record, { attention: ['absence_undecided'] });
    const decided = await harness.update(record, 'decideAbsence', { outcome: 'no_show' });
    assert.deepEqual([decided.status, decided.attention], ['no_show', []]);
    assert.equal(await harness.outcome(record), 'no_show');
    assert.ok(Date.now() >= record.snapshot.statusSince + 1_500);
    assert.deepEqual(
      record.messages.filter((kind) => kind === 'no_show'),
      ['no_show'],
    );
  });

  it('is cancelled in full when a person says that the doctor did not come', async () => {
    const record = await nobody();
    await harness.knows(record, { attention: ['absence_undecided'] });
    assert.equal((await harness.update(record, 'decideAbsence')).status, 'cancelled_by_doctor');
    assert.equal(await harness.outcome(record), 'cancelled_by_doctor');
    assert.ok(record.messages.includes('cancelled'));
    await harness.refused('invalid_transition', harness.update(record, 'decideAbsence'));
  });

  it('is a no-show at once when the doctor says so, and nobody has to decide any more', async () => {
    const record = await nobody({ correctionMs: HOUR });
    await harness.knows(record, { attention: ['absence_undecided'] });
    await harness.update(record, 'noShow');
    await harness.knows(record, { status: 'no_show', attention: [] });
    await harness.waitsFor(record, /Correction/);
    assert.equal((await harness.update(record, 'complete')).status, 'completed');
    assert.equal(await harness.outcome(record), 'completed');
  });

  it("becomes the doctor's absence when the desk remembers that the patient was there", async () => {
    const record = await nobody({ correctionMs: 8_000 });
    await harness.knows(record, { attention: ['absence_undecided'] });
    await harness.update(record, 'checkIn');
    await harness.knows(record, { attention: ['doctor_absent'] });
    assert.equal(await harness.outcome(record), 'cancelled_by_doctor');
    assert.deepEqual(record.snapshot.attention, []);
  });

  it("is the doctor's absence when the patient was there: a person is shown it, then it is cancelled in full", async () => {
    const policy = { ...CALM_POLICY, noShowAfterMs: 0, correctionMs: 8_000 };
    const record = await harness.booked({ ...over(), patientSeen: true, policy });
    await harness.knows(record, { attention: ['doctor_absent'] });
    assert.equal(record.called('recordNoShow').length, 0);
    assert.equal(await harness.outcome(record), 'cancelled_by_doctor');
    assert.equal(record.called('cancelAppointment')[0]?.input.command.to, 'cancelled_by_doctor');
    assert.deepEqual(record.snapshot.attention, [], 'the warning is taken back');
    assert.ok(record.messages.includes('cancelled'));
  });

  it('goes on from what somebody else did meanwhile', async () => {
    const record = await harness.booked({ ...over(), policy: { ...CALM_POLICY, noShowAfterMs: 5_000 } });
    record.change({ status: 'in_progress' });
    await harness.waitsFor(record, /to be completed/);
    assert.equal(record.called('recordNoShow').length, 0);
  });

  it('is looked at again when the step finds the row ahead', async () => {
    const policy = { ...CALM_POLICY, noShowAfterMs: 0, correctionMs: 0 };
    const record = harness.record({ status: 'booked', ...over(), patientSeen: true, policy });
    record.steps.cancelAppointment = () => {
      throw transitionError(record.change({ status: 'in_progress' }).status);
    };
    await harness.engine.resume(record.id);
    await harness.waitsFor(record, /to be completed/);
    assert.equal(record.called('cancelAppointment').length, 1);
    await harness.knows(record, { attention: [] });
    await harness.assertNeverWedged(record);
  });
});

describe('a patient who checks in', { concurrency: true }, () => {
  it('is noted once, however often it is sent', async () => {
    const record = await harness.booked();
    await harness.update(record, 'checkIn');
    assert.equal((await harness.update(record, 'checkIn')).patientSeen, true);
    const notes = (await harness.timeline(record)).filter((entry) => /checked in/.test(entry));
    assert.equal(notes.length, 1);
  });

  it('is refused where there is no visit', async () => {
    const record = await harness.held();
    await harness.refused('invalid_transition', harness.update(record, 'checkIn'));
    assert.equal(record.called('checkIn').length, 0);
  });
});

describe('a visit left running', { concurrency: true }, () => {
  const running = (more: object) =>
    harness.resumed({
      status: 'in_progress',
      paymentStatus: 'paid',
      startsAt: Date.now() - HOUR,
      endsAt: Date.now(),
      policy: { ...CALM_POLICY, overrunAttentionMs: 500, ...more },
    });

  it('is shown to a person, then completes by itself', async () => {
    const record = await running({ autoCompleteMs: 6_000 });
    await harness.knows(record, { attention: ['overrun'] });
    assert.equal(await harness.outcome(record), 'completed');
    assert.deepEqual(record.called('completeAppointment')[0]?.input.actor, { kind: 'system', label: 'keepwell' });
    assert.deepEqual(record.snapshot.attention, []);
  });

  it('is not shown again to the person who has dealt with the warning', async () => {
    const record = await running({ autoCompleteMs: HOUR });
    await harness.knows(record, { attention: ['overrun'] });
    await harness.update(record, 'resolveAttention');
    await harness.waitsFor(record, /complete an overrun/);
    assert.equal(record.called('flagAttention').length, 1);
    await harness.refused('not_found', harness.update(record, 'resolveAttention'));
  });

  it('the doctor is faster than the clock', async () => {
    const record = await running({ autoCompleteMs: 20_000 });
    record.steps.completeAppointment = () => record.become('completed');
    await harness.update(record, 'complete');
    assert.equal(await harness.outcome(record), 'completed');
    assert.equal(record.called('completeAppointment').length, 1);
  });
});
