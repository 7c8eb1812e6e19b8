import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DomainError } from '../../src/domain/errors.js';
import { until } from '../support/client.js';
import { refused } from '../support/harness-engine.js';
import { PrescriptionHarness } from '../support/prescriptions/workflow-harness.js';

let harness: PrescriptionHarness;
before(async () => {
  harness = await PrescriptionHarness.open();
});
after(() => harness.close());

describe('a prescription that is delivered', { concurrency: true, timeout: 60_000 }, () => {
  it('is issued, printed, mailed and told to its appointment, in this order and once each', async () => {
    const record = await harness.delivered();
    assert.deepEqual(record.callNames, [
      'issuePrescription',
      'makePrescriptionDocuments',
      'deliverPrescriptionMail',
      'finishDelivery',
    ]);
    assert.deepEqual(record.sent, ['prescription_ready']);
    assert.equal(record.snapshot.delivery, 'delivered');
    await harness.assertNeverWedged(record);
  });

  it('that nobody has opened is told of once more at its time, and not before', async () => {
    const record = harness.record();
    record.remindsInMs = 1_500;
    let toldAt = 0;
    record.steps.readPrescriptions = () => {
      toldAt = Date.now();
      return record.snapshot;
    };
    await harness.issue(record);
    assert.equal(await harness.outcome(record), 'delivered');
    assert.ok(toldAt >= Date.parse(record.snapshot.remindAt ?? ''), 'not before');
    assert.deepEqual(record.sent, ['prescription_ready', 'prescription_unread']);
  });

  it('that the patient has opened by then is not told of again', async () => {
    const record = harness.record();
    record.remindsInMs = 1_500;
    record.steps.readPrescriptions = () => record.changeOne(record.id, { isRead: true });
    await harness.issue(record);
    assert.equal(await harness.outcome(record), 'delivered');
    assert.deepEqual(record.sent, ['prescription_ready']);
  });

  it('of which one document is unread is told of, of which the unread one has ended is not', async () => {
    const [unread, ended] = [harness.record(), harness.record()];
    for (const record of [unread, ended]) {
      const second = record.addPrescription();
      record.remindsInMs = 1_500;
      record.steps.readPrescriptions = () => {
        if (record === ended) record.changeOne(second, { status: 'superseded' });
        return record.changeOne(record.id, { isRead: true });
      };
      await harness.issue(record);
    }
    assert.equal(await harness.outcome(unread), 'delivered');
    assert.equal(await harness.outcome(ended), 'delivered');
    assert.deepEqual(unread.sent, ['prescription_ready', 'prescription_unread']);
    assert.deepEqual(ended.sent, ['prescription_ready']);
  });

  it('in the place of another one says so in its mail; the other one is not reminded of', async () => {
    const old = harness.record();
    old.remindsInMs = 1_500;
    old.steps.readPrescriptions = () => old.changeOne(old.id, { status: 'superseded' });
    await harness.issue(old);
    const record = await harness.delivered({ supersedes: true });
    assert.deepEqual(record.sent, ['prescription_superseded']);
    assert.equal(await harness.outcome(old), 'ended');
    assert.deepEqual(old.sent, ['prescription_ready']);
  });

  it('survives a printer and a mail server that are away for a while', async () => {
    const record = harness.record();
    const times = { makePrescriptionDocuments: 0, deliverPrescriptionMail: 0, finishDelivery: 0 };
    for (const step of Object.keys(times) as (keyof typeof times)[]) {
      record.steps[step] = () => {
        times[step] += 1;
        if (times[step] === 2) delete record.steps[step];
        throw new Error('connection refused');
      };
    }
    await harness.issue(record);
    assert.equal(await harness.outcome(record), 'delivered');
    assert.deepEqual(times, { makePrescriptionDocuments: 2, deliverPrescriptionMail: 2, finishDelivery: 2 });
    assert.deepEqual(record.sent, ['prescription_ready']);
  });

  it('goes on when somebody asks for its cancellation in the Temporal UI', async () => {
    const record = harness.record();
    const gate = record.hold('makePrescriptionDocuments');
    await harness.issue(record);
    await until('the printer', async () => record.called('makePrescriptionDocuments').length > 0);
    await harness.handle(record).cancel();
    gate.open();
    assert.equal(await harness.outcome(record), 'delivered');
    assert.deepEqual(record.sent, ['prescription_ready']);
  });
});

describe('a mail that the server refuses', { concurrency: true, timeout: 60_000 }, () => {
  it('is no delivery, until it was sent once more and got through', async () => {
    const record = harness.record();
    record.takesMail = false;
    await harness.issue(record);
    assert.equal(await harness.outcome(record), 'delivered', 'it stands, and its run has nothing more to do');
    assert.equal(record.snapshot.delivery, 'failed');
    record.takesMail = true;
    await harness.resend(record, 'resend:1');
    assert.equal(await harness.outcome(record), 'delivered');
    assert.equal(record.snapshot.delivery, 'delivered');
    assert.deepEqual(record.sent, [`prescription_ready/${record.id}/resend:1`]);
  });

  it('for good is shown to a person, and the run goes on', async () => {
    const record = harness.record();
    record.steps.deliverPrescriptionMail = () => {
      throw new DomainError('not_found', 'Prescription not found.');
    };
    await harness.issue(record);
    assert.equal(await harness.outcome(record), 'delivered');
    assert.equal(record.called('flagUndelivered').length, 1);
    assert.equal(record.snapshot.delivery, 'failed');
  });
});

describe('a mail that is sent once more', { concurrency: true, timeout: 60_000 }, () => {
  it('goes out once for each asking, however often that is repeated, long after the run has closed', async () => {
    const record = await harness.delivered();
    const twice = [harness.resend(record, 'resend:1'), harness.resend(record, 'resend:1')];
    for (const answer of twice) assert.equal((await answer).requestId, record.id);
    await harness.outcome(record);
    await harness.resend(record, 'resend:2');
    await harness.outcome(record);
    const mail = `prescription_ready/${record.id}/resend`;
    assert.deepEqual(record.sent, ['prescription_ready', `${mail}:1`, `${mail}:2`]);
    assert.equal(record.overlaps, 0);
  });

  it('is refused while there is no document, and what waits for it is not hurt', async () => {
    const record = harness.record();
    const gate = record.hold('makePrescriptionDocuments');
    record.steps.resendPrescription = () => {
      throw new DomainError('not_ready', 'The document is being made.', { retryAfter: 2 });
    };
    await harness.issue(record);
    const error = await refused('not_ready', harness.resend(record));
    assert.equal(error.details.retryAfter, 2);
    gate.open();
    assert.equal(await harness.outcome(record), 'delivered');
    assert.deepEqual(record.sent, ['prescription_ready']);
    await harness.assertNeverWedged(record);
  });
});

describe('a prescription that is cancelled', { concurrency: true, timeout: 60_000 }, () => {
  it('while its document is made: no mail brings it, one says that it is cancelled', async () => {
    const record = harness.record();
    const gate = record.hold('makePrescriptionDocuments');
    await harness.issue(record);
    await until('the printer', async () => record.called('makePrescriptionDocuments').length > 0);
    assert.equal((await harness.cancel(record)).prescriptions[0]?.status, 'cancelled');
    gate.open();
    assert.equal(await harness.outcome(record), 'ended');
    assert.deepEqual(record.sent, [`prescription_cancelled/${record.id}`]);
    assert.equal(record.called('finishDelivery').length, 0);
  });

  it('while its patient has time to open it: the run ends at once, and reminds of nothing', async () => {
    const record = harness.record();
    record.remindsInMs = 3_600_000;
    await harness.issue(record);
    await harness.waitsFor(record, /The patient to open the document/);
    await harness.cancel(record);
    assert.equal(await harness.outcome(record), 'ended');
    assert.deepEqual(record.sent, ['prescription_ready', `prescription_cancelled/${record.id}`]);
  });

  it('long after its run has closed, by a new run that begins from the record', async () => {
    const record = await harness.delivered();
    const { runId } = await harness.handle(record).describe();
    await harness.cancel(record);
    assert.equal(await harness.outcome(record), 'ended');
    const again = await harness.handle(record).describe();
    assert.notEqual(again.runId, runId);
    const resumed = record.called('resumePrescriptions');
    assert.deepEqual(
      resumed.map(({ input }) => input.runId),
      [again.runId],
    );
    assert.deepEqual(record.sent, ['prescription_ready', `prescription_cancelled/${record.id}`]);
    await refused('invalid_transition', harness.cancel(record));
    assert.equal(record.sent.length, 2);
  });

  it('beside another one of its request leaves that one alone', async () => {
    const record = harness.record();
    const second = record.addPrescription();
    record.remindsInMs = 3_600_000;
    await harness.issue(record);
    await harness.waitsFor(record, /The patient to open the document/);
    const cancelled = await harness.cancel(record, second);
    assert.deepEqual(
      cancelled.prescriptions.map(({ status }) => status),
      ['issued', 'cancelled'],
    );
    assert.ok(await harness.isRunning(record));
    await harness.cancel(record);
    assert.equal(await harness.outcome(record), 'ended');
    assert.deepEqual(record.sent, [
      'prescription_ready',
      `prescription_cancelled/${second}`,
      `prescription_cancelled/${record.id}`,
    ]);
  });

  it('by two at one moment is cancelled once, and each is answered', async () => {
    const record = await harness.delivered();
    const both = await Promise.allSettled([harness.cancel(record), harness.cancel(record)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await harness.outcome(record);
    assert.equal(record.overlaps, 0);
    assert.deepEqual(record.sent, ['prescription_ready', `prescription_cancelled/${record.id}`]);
  });

  it('has its run wait for the mail that tells of it', async () => {
    const record = await harness.delivered();
    const gate = record.hold('deliverPrescriptionMail');
    await harness.cancel(record);
    const mails = record.called('deliverPrescriptionMail').length;
    await until('the mail to be begun', async () => record.called('deliverPrescriptionMail').length > mails - 1);
    assert.ok(await harness.isRunning(record));
    gate.open();
    assert.equal(await harness.outcome(record), 'ended');
    assert.deepEqual(record.sent, ['prescription_ready', `prescription_cancelled/${record.id}`]);
  });
});
