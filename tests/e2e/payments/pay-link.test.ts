import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../../support/client.js';
import { Stage, sessionOf, type Visit } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open({ POLICY_PAYMENT_WINDOW: '90s', POLICY_PAYMENT_WARNING: '86s' });
});
after(() => stage.close());

/** The link in a mail of this kind. */
async function linkIn(visit: Visit, kind = 'booking_held'): Promise<string> {
  const mail = await until(`the mail ${kind}`, async () => (await stage.mails(visit)).find((one) => one.kind === kind));
  const link = /https?:\/\/\S+\/pay\/[\w-]+/.exec(mail.text)?.[0];
  assert.ok(link, mail.text);
  assert.ok(mail.html.includes(link), 'text and HTML have the same link');
  return link;
}

/** What follows the link: the provider's session, or the page's status and words. */
async function follow(link: string) {
  const answer = await fetch(link, { redirect: 'manual' });
  const location = answer.headers.get('location');
  const page = await answer.text();
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  if (answer.status !== 303) assert.match(page, /<h1>[^<]+<\/h1>/);
  return { status: answer.status, session: location && sessionOf(location), page, headers: answer.headers };
}

async function ends(visit: Visit, window: string): Promise<void> {
  await stage.sql(`update appointments set expires_at = booked_at + $2::interval where id = $1`, [visit.id, window]);
}

test('a link from a mail', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('opens the payment page once, however often it is followed, and leads to the payment', async () => {
      const visit = await stage.hold(48 * HOUR);
      const link = await linkIn(visit);
      const opened = await Promise.all([1, 2, 3, 4, 5].map(() => follow(link)));
      assert.deepEqual(new Set(opened.map(({ status }) => status)), new Set([303]));
      assert.equal(new Set(opened.map(({ session }) => session)).size, 1);
      const orders = await stage.sql('select patient_id from orders where subject_id = $1', [visit.id]);
      assert.deepEqual(orders, [{ patient_id: visit.patient.id }]);
      const audited = await stage.sql(
        `select distinct action, actor_user_id from audit_events
          where patient_id = $1 and action in ('order.created', 'order.page_opened_by_link') order by action`,
        [visit.patient.id],
      );
      assert.deepEqual(audited, [
        { action: 'order.created', actor_user_id: visit.patient.id },
        { action: 'order.page_opened_by_link', actor_user_id: visit.patient.id },
      ]);
      const session = opened[0]?.session;
      assert.ok(session);
      await stage.pay({ session });
      await stage.reaches(visit, 'booked', 'paid');
      const after = await follow(link);
      assert.equal(after.status, 200);
      assert.match(after.page, /nothing left to pay/);
    }),
    t.test('leads to the page that the client has opened already', async () => {
      const visit = await stage.payable(48 * HOUR);
      assert.equal((await follow(await linkIn(visit))).session, visit.session);
      assert.equal((await follow(await linkIn(visit, 'payment_warning'))).session, visit.session);
    }),
    t.test('that was changed leads nowhere', async () => {
      const [one, other] = await Promise.all([stage.hold(48 * HOUR), stage.hold(48 * HOUR)]);
      const [mine, theirs] = [await linkIn(one), await linkIn(other)];
      for (const link of [`${mine.slice(0, -1)}${mine.endsWith('A') ? 'B' : 'A'}`, mine.slice(0, -1), `${mine}A`]) {
        assert.equal((await follow(link)).status, 404);
      }
      assert.equal((await follow(mine.slice(0, -22) + theirs.slice(-22))).status, 404);
    }),
    t.test('says when it is too late, and when the appointment was cancelled', async () => {
      const [late, cancelled] = await Promise.all([stage.hold(48 * HOUR), stage.hold(48 * HOUR)]);
      const [lateLink, cancelledLink] = [await linkIn(late), await linkIn(cancelled)];
      // The hold is over; its workflow has not ended it yet.
      await ends(late, '1 second');
      await until('the end of the hold', async () => (await follow(lateLink)).status !== 303);
      const page = await follow(lateLink);
      assert.equal(page.status, 410);
      assert.match(page.page, /too late to pay.*held until <time/s);
      await cancelled.api.patch(`${cancelled.path}update/`, { status: 'cancelled_by_patient' });
      const over = await follow(cancelledLink);
      assert.equal(over.status, 410);
      assert.match(over.page, /has been cancelled/);
    }),
    t.test('asks for nothing while a payment is under way', async () => {
      const visit = await stage.payable(48 * HOUR);
      await stage.pay(visit, { outcome: 'processing' });
      const link = await linkIn(visit);
      const page = await until('the payment to be known', async () => {
        const seen = await follow(link);
        return seen.status === 200 && seen;
      });
      assert.match(page.page, /on its way.*do not pay again/s);
    }),
    t.test('and every mail say that a wrong amount is looked after, and never ask for the price again', async () => {
      const visit = await stage.payable(48 * HOUR);
      await stage.pay(visit, { outcome: 'paid', amount: 7999 });
      await stage.flagged(visit, 'payment_mismatch');
      const page = await follow(await linkIn(visit));
      assert.equal(page.status, 409);
      assert.match(page.page, /clinic looks after your payment/);
    }),
  ]);
});

test('a provider that is away is a page that says so, and the link works again later', async () => {
  const visit = await stage.hold(48 * HOUR);
  const link = await linkIn(visit);
  await stage.faults({ outage: '1h' });
  const down = await follow(link);
  assert.equal(down.status, 503);
  assert.match(down.headers.get('retry-after') ?? '', /^\d+$/);
  assert.match(down.page, /try the same link again/);
  await stage.faults({ clear: true });
  assert.equal((await follow(link)).status, 303);
});
