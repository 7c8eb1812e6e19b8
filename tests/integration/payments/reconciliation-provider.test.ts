import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type ProviderCharge, ProviderUnavailable } from '../../../src/adapters/payments/port.js';
import { DomainError } from '../../../src/domain/errors.js';
import { Auditing, brief, DAY_MS, only } from '../../support/auditing.js';

let at: Auditing;
beforeEach(async () => {
  at = await Auditing.open();
});
afterEach(() => at.close());

describe('books that agree', () => {
  it('are found to, in a report with the sums of both', async () => {
    await at.booked();
    await at.refunded();
    await at.refunded('pending');
    const report = await at.look();
    assert.deepEqual([brief(report), report.repaired, report.flagged], [[], 0, 0]);
    assert.deepEqual(report.sums, [
      { provider: 'stripe', currency: 'aud', clinicId: at.steps.clinicId, providerSum: 16_000, ledgerSum: 16_000 },
    ]);
    assert.deepEqual(report.checked, { charges: 3, payments: 3, refunds: 2, payments_followed: 3 });
    assert.ok(at.beats > 5);
    assert.deepEqual([at.delivered, at.resumed], [[], []]);
    const done = "select details->'flagged' as flagged from audit_events where action = 'reconciliation.finished'";
    assert.deepEqual(await at.sql(done), [{ flagged: 0 }]);
  });

  it('are read in pieces, of which none is too long', async () => {
    const to = new Date(Math.floor(Date.now() / 1000) * 1000);
    const from = new Date(to.getTime() - 2.5 * DAY_MS);
    await at.look({ from: from.toISOString(), to: to.toISOString() });
    const lengths = at.asked.map((window) => (window.to.getTime() - window.from.getTime()) / DAY_MS);
    assert.deepEqual(lengths, [1, 1, 1, 1, 0.5, 0.5]);
    assert.equal(at.asked[0]?.from.getTime(), from.getTime());
    assert.equal(at.asked.at(-1)?.to.getTime(), to.getTime());
  });

  it('have nothing of the last moments in them, nor of windows that hold nothing', async () => {
    at.charge(await at.paid());
    assert.deepEqual(brief(await at.look({ graceMs: 120_000 })), []);
    const refused = (error: unknown) => error instanceof DomainError && error.code === 'validation_failed';
    await assert.rejects(at.look({ from: '2031-01-02', to: '2031-01-01' }), refused);
    await assert.rejects(at.look({ from: '2131-01-01', to: '2131-01-02' }), refused);
    await assert.rejects(at.look({ from: 'yesterday' }), refused);
  });

  it('are not read at all while the provider is away', async () => {
    at.away = true;
    await assert.rejects(at.look(), ProviderUnavailable);
    const [report] = await at.sql('select finished_at from reconciliations');
    assert.deepEqual(report, { finished_at: null });
  });
});

describe('a charge', () => {
  it('whose webhook was lost is settled by the one confirm path, and the next look finds nothing', async () => {
    const visit = await at.paid();
    at.charge(visit);
    const first = await at.look();
    const found = only(first);
    assert.deepEqual([found.code, found.action, found.found], ['charge_unknown', 'redelivered', '8000 aud']);
    assert.deepEqual([found.orderId, found.clinicId], [visit.order, at.steps.clinicId]);
    assert.deepEqual([first.repaired, first.flagged], [1, 0]);
    assert.equal(first.sums[0]?.ledgerSum, 0);
    assert.deepEqual([at.delivered[0]?.about, at.delivered[0]?.eventId], ['checkout', null]);
    assert.equal((await at.steps.row(visit.id)).status, 'booked');
    await at.receipts();
    const second = await at.look();
    assert.deepEqual([brief(second), at.delivered.length], [[], 1]);
    assert.equal(second.sums[0]?.ledgerSum, 8000);
  });

  it('that asking again did not settle is shown to a person the next time', async () => {
    at.hears = false;
    const visit = await at.paid();
    at.charge(visit);
    assert.deepEqual(brief(await at.look()), ['charge_unknown redelivered']);
    assert.deepEqual(brief(await at.look()), ['charge_unknown redelivered'], 'it had no time yet');
    at.steps.aheadMs += 11 * 60_000;
    assert.deepEqual(brief(await at.look()), ['charge_unknown flagged']);
    assert.deepEqual(await at.steps.attention(visit.id), ['reconciliation']);
    assert.equal(at.delivered.length, 2);
  });

  it('that no order explains is shown once, and not again when a person has dealt with it', async () => {
    const nobodys = {
      paymentId: 'pi_stranger',
      appointmentId: null,
      amount: 500,
      currency: 'aud',
      capturedAt: at.steps.now(),
    };
    const ours = () => ({ ...nobodys, orderId: randomUUID(), appointmentId: randomUUID() });
    const first = ours();
    at.charges.push(first, first);
    at.charges.push({ ...ours(), paymentId: 'pi_other' });
    at.charges.push({ ...ours(), paymentId: 'pi_third' });
    for (const _ of [1, 2]) {
      const report = await at.look();
      assert.deepEqual(brief(report), Array(3).fill('charge_unmatched flagged'));
      assert.deepEqual([report.flagged, report.sums[0]?.providerSum], [3, 1500]);
    }
    const open = "select context->>'objectId' as object from attention where code = 'unmatched_payment' order by 1";
    assert.deepEqual(
      (await at.sql(open)).map((row) => row.object),
      ['pi_other', 'pi_stranger', 'pi_third'],
    );
    await at.sql("update attention set resolved_at = now() where context->>'objectId' <> 'pi_third'");
    const report = await at.look();
    assert.deepEqual(brief(report).sort(), [
      'charge_unmatched accepted',
      'charge_unmatched accepted',
      'charge_unmatched flagged',
    ]);
    assert.equal(report.flagged, 1);
    assert.equal((await at.sql(open)).length, 3);
  });

  it('of another shop is shown with all others of its day in one entry, also the next night', async () => {
    const capturedAt = at.steps.now();
    const shop = { orderId: null, appointmentId: null, amount: 700, currency: 'aud', capturedAt };
    for (let n = 0; n < 30; n += 1)
      at.charges.push({ ...shop, paymentId: `pi_${n}`, orderId: n % 2 ? null : `WC-${n}` });
    const back = { refundId: null, fee: null, failureReason: null, paymentId: 'pi_1', amount: 300, currency: 'aud' };
    at.refunds.push({ ...back, providerRefundId: 're_1', status: 'succeeded', createdAt: capturedAt });
    at.refunds.push({ ...back, providerRefundId: 're_2', status: 'failed', createdAt: capturedAt });
    const entries = "select context->>'objectId' as object from attention where code = 'unmatched_payment'";
    for (const [night, action] of ['flagged', 'flagged', 'accepted'].entries()) {
      if (night === 2) await at.sql('update attention set resolved_at = now()');
      const report = await at.look();
      assert.deepEqual(brief(report), [`foreign_money ${action}`]);
      assert.equal(only(report).found, '30 charges, 1 refunds: 20700 aud');
      assert.equal((await at.sql(entries)).length, 1);
    }
  });

  it('is one of too many to show each', async () => {
    const nobodys = { amount: 1, currency: 'aud', capturedAt: at.steps.now() };
    for (let n = 0; n < 503; n += 1) at.charges.push({ ...nobodys, paymentId: `pi_${n}`, orderId: randomUUID() });
    const report = await at.look();
    assert.deepEqual([report.findings.length, report.more, report.flagged], [500, 3, 503]);
    assert.deepEqual([report.checked.charges, report.sums[0]?.providerSum], [503, 503]);
    assert.equal((await at.sql('select 1 from attention')).length, 500);
  });

  it('of another amount or currency than its payment is shown on its appointment', async () => {
    const [one, two] = [await at.booked(), await at.booked()];
    const change = (visit: typeof one, more: Partial<ProviderCharge>) =>
      at.charges.splice(at.charges.indexOf(visit.charge), 1, { ...visit.charge, ...more });
    change(one, { amount: 7999 });
    change(two, { currency: 'usd' });
    for (const _ of [1, 2])
      assert.deepEqual(brief(await at.look()), ['amount_differs flagged', 'amount_differs flagged']);
    for (const visit of [one, two]) assert.deepEqual(await at.steps.attention(visit.id), ['reconciliation']);
    assert.deepEqual([...at.woken].sort(), [one.id, two.id].sort(), 'a run of each shows the entry, told once');
  });

  it('that the bank does not list is looked up before it is called missing', async () => {
    const [late, gone, other] = [await at.booked(), await at.booked(), await at.booked()];
    // Made long before the window: we learned of it late.
    at.charges.length = 0;
    for (const [id, session] of at.steps.bank.checkouts)
      if (session.orderId === gone.order) at.steps.bank.checkouts.delete(id);
    at.steps.bank.becomes(other.order, { amount: 1 });
    const report = await at.look();
    assert.deepEqual(brief(report).sort(), ['amount_differs flagged', 'charge_missing flagged']);
    const missing = report.findings.find((one) => one.code === 'charge_missing');
    assert.deepEqual([missing?.subjectId, missing?.expected], [gone.id, '8000 aud']);
    assert.deepEqual(await at.steps.attention(late.id), []);
    assert.equal(report.sums[0]?.providerSum, 0);
  });
});

describe('a refund', () => {
  for (const status of ['succeeded', 'failed'] as const) {
    it(`that ${status} without our hearing of it is asked about again`, async () => {
      const visit = await at.refunded('pending');
      at.decides(visit, status);
      const found = only(await at.look());
      assert.deepEqual(
        [found.code, found.action, found.expected, found.found],
        ['refund_status_differs', 'redelivered', 'pending', status],
      );
      assert.deepEqual([at.delivered[0]?.about, at.delivered[0]?.refundId], ['refund', visit.refundId]);
      assert.equal((await at.steps.row(visit.id)).payment_status, status === 'failed' ? 'refund_failed' : 'refunded');
      await at.receipts();
      assert.deepEqual(brief(await at.look()), []);
    });
  }

  it('that failed after it had succeeded is owed again, and the ledger agrees', async () => {
    const visit = await at.refunded();
    at.decides(visit, 'failed');
    assert.deepEqual(brief(await at.look()), ['refund_status_differs redelivered']);
    const report = await at.look();
    assert.deepEqual(brief(report), []);
    assert.deepEqual([report.sums[0]?.providerSum, report.sums[0]?.ledgerSum], [8000, 8000]);
  });

  it('that was made at the provider by hand is shown on its appointment; one of a stranger on none', async () => {
    const visit = await at.booked();
    const made = {
      refundId: null,
      status: 'succeeded',
      failureReason: null,
      fee: null,
      createdAt: at.steps.now(),
    } as const;
    const given = { ...made, amount: 8000, currency: 'aud' };
    at.refunds.push({ ...given, providerRefundId: 're_hand', paymentId: visit.charge.paymentId });
    const named = { refundId: randomUUID(), paymentId: 'pi_stranger' };
    at.refunds.push({ ...given, ...named, providerRefundId: 're_stranger' });
    const report = await at.look();
    assert.deepEqual(brief(report), ['refund_unknown flagged', 'refund_unknown flagged']);
    assert.deepEqual(report.findings.map((one) => one.subjectId).sort(), [visit.id, null]);
    assert.deepEqual(await at.steps.attention(visit.id), ['reconciliation']);
    const [entry] = await at.sql('select context from attention where subject_id = clinic_id');
    const found = { finding: 'refund_unknown', found: 'succeeded 8000 aud', report: report.id };
    assert.deepEqual(entry?.context, { provider: 'stripe', objectId: 're_stranger', ...found });
    assert.deepEqual([report.sums[0]?.providerSum, report.sums[0]?.ledgerSum], [-8000, 8000]);
  });

  it('of another amount is shown; an attempt that was given up is not', async () => {
    const visit = await at.refunded();
    const { refund } = visit;
    at.refunds.splice(0, 1, { ...refund, amount: 7000 });
    at.refunds.push({ ...refund, providerRefundId: 're_before', status: 'failed' });
    assert.equal(only(await at.look()).code, 'amount_differs');
  });

  it('that the bank does not list is looked up before it is called missing', async () => {
    const [listedLater, gone] = [await at.refunded(), await at.refunded()];
    at.refunds.length = 0;
    at.steps.bank.refunds.delete(gone.refundId);
    const found = only(await at.look());
    assert.deepEqual([found.code, found.action, found.subjectId], ['refund_missing', 'flagged', gone.id]);
    assert.deepEqual(await at.steps.attention(listedLater.id), []);
  });
});
