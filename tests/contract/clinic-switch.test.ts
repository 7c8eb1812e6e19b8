import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { until } from '../support/client.js';
import type { Visit } from '../support/stage.js';
import { type DueVisit, gatewayOf, ordersOf, sharedStage, type Till } from '../support/till.js';
import { PAYSTACK_TILL, STRIPE_TILL } from '../support/till-gateways.js';

const LATER = 48 * 3_600_000;
const stage = sharedStage();
let stripe: Till;
let paystack: Till;
const WAYS = [
  { name: 'from stripe to paystack', from: () => stripe, to: () => paystack },
  { name: 'from paystack to stripe', from: () => paystack, to: () => stripe },
] as const;

/** Asks for a page at this provider. */
const ask = (till: Till, visit: Visit) => gatewayOf(till).ask(visit, { provider: till.name });

async function openedAt(till: Till, visit: Visit): Promise<DueVisit> {
  const { status, body } = await ask(till, visit);
  assert.equal(status, 201, JSON.stringify(body));
  assert.deepEqual([body.provider, body.currency], [till.name, 'usd']);
  const text = 'select provider_session_id as session from orders where id = $1';
  const [row] = await stage().sql<{ session: string }>(text, [body.order_id]);
  return { ...visit, order: String(body.order_id), session: String(row?.session), url: String(body.checkout_url) };
}

async function payableAt(till: Till): Promise<DueVisit> {
  return openedAt(till, await stage().hold(LATER));
}

const statuses = async (till: Till, visit: Visit) => (await ordersOf(till, visit)).map(({ status }) => status);
const pagesAt = (till: Till, visit: Visit) => gatewayOf(till).pages(visit);

/** The books hold what both providers together hold for the visit. */
async function assertMoneyAgrees(visit: Visit): Promise<void> {
  const text = `select coalesce(sum(amount), 0)::int as held from ledger_entries
    where order_id in (select id from orders where subject_id = $1) and account = 'provider'`;
  const banks = await Promise.all([stripe, paystack].map((till) => till.held(visit)));
  const held = banks.reduce((sum, { provider }) => sum + provider, 0);
  assert.deepEqual(await stage().sql(text, [visit.id]), [{ held }]);
}

/** Whatever was paid beside the one that counts is back. */
async function assertPaidOnce(visit: Visit, by: Till): Promise<void> {
  await stage().reaches(visit, 'booked', 'paid');
  const counts =
    "select provider from payments where order_id in (select id from orders where subject_id = $1) and purpose = 'appointment'";
  assert.deepEqual(await stage().sql(counts, [visit.id]), [{ provider: by.name }]);
  await until('the surplus to go back', async () => {
    const text = `select 1 from payments p where order_id in (select id from orders where subject_id = $1) and purpose <> 'appointment' and not exists
      (select 1 from refunds r where r.payment_id = p.id and r.status = 'succeeded' and r.amount = p.amount)`;
    return (await stage().sql(text, [visit.id])).length === 0;
  });
  await stage().reaches(visit, 'booked', 'paid');
  assert.deepEqual(await stage().attention(visit), []);
  await assertMoneyAgrees(visit);
}

describe('a clinic that offers both providers, in a currency that both take', () => {
  before(async () => {
    [stripe, paystack] = [await STRIPE_TILL.open(stage()), await PAYSTACK_TILL.open(stage())];
    await stage().sql("update clinics set currency = 'usd', payment_providers = '{stripe,paystack}'");
  });

  for (const { name, from, to } of WAYS) {
    describe(`changing one's mind ${name}`, { concurrency: true }, () => {
      it('leaves one page, and booked is who pays there', async () => {
        const first = await payableAt(from());
        const second = await openedAt(to(), first);
        assert.deepEqual(await statuses(to(), first), ['expired', 'pending']);
        const again = await ask(to(), first);
        assert.deepEqual([again.body.code, again.body.payment_url], ['order_exists', second.url]);
        await to().pay(second);
        await assertPaidOnce(first, to());
        await stage().told(first, ['booking_held', 'booking_confirmed']);
      });

      it('and back again', async () => {
        const first = await payableAt(from());
        await openedAt(to(), first);
        const third = await openedAt(from(), first);
        assert.notEqual(third.session, first.session);
        assert.deepEqual(await statuses(from(), first), ['expired', 'expired', 'pending']);
        await from().pay(third);
        await assertPaidOnce(first, from());
      });

      it('is refused while a payment is under way', async () => {
        const first = await payableAt(from());
        await gatewayOf(from()).press(first, { outcome: 'processing' });
        const refused = await ask(to(), first);
        assert.deepEqual(
          [refused.status, refused.body.code, refused.body.existing_order],
          [400, 'order_exists', first.order],
        );
        assert.equal(await pagesAt(to(), first), 0);
        await gatewayOf(from()).press(first, { outcome: 'async_paid' });
        await assertPaidOnce(first, from());
      });

      it('comes too late when the first page was paid meanwhile: no other is opened', async () => {
        const first = await payableAt(from());
        await gatewayOf(from()).press(first, { outcome: 'paid', webhook: 'lose' });
        const refused = await ask(to(), first);
        assert.ok(
          ['order_exists', 'invalid_transition'].includes(String(refused.body.code)),
          JSON.stringify(refused.body),
        );
        assert.equal(await pagesAt(to(), first), 0);
        await assertPaidOnce(first, from());
      });

      it('gives back what is paid on the page that was left, once the other is paid', async () => {
        const first = await payableAt(from());
        const second = await openedAt(to(), first);
        await to().pay(second);
        await stage().reaches(first, 'booked', 'paid');
        await gatewayOf(from()).press(first, { outcome: 'paid', late: true, webhook: 'duplicate' });
        await until('the second payment to be known', async () => {
          const text =
            "select 1 from payments where order_id in (select id from orders where subject_id = $1) and purpose = 'surplus'";
          return (await stage().sql(text, [first.id])).length === 1;
        });
        await assertPaidOnce(first, to());
      });

      it('books with what is paid on the page that was left, and gives back what the other brings', async () => {
        const first = await payableAt(from());
        const second = await openedAt(to(), first);
        await gatewayOf(from()).press(first, { outcome: 'paid', late: true });
        await stage().reaches(first, 'booked', 'paid');
        if (await gatewayOf(to()).tryPress(second, { outcome: 'paid' })) {
          await until('the second payment to be known', async () => {
            const text =
              "select 1 from payments where order_id in (select id from orders where subject_id = $1) and purpose = 'surplus'";
            return (await stage().sql(text, [first.id])).length === 1;
          });
        }
        await assertPaidOnce(first, from());
      });

      it('leaves one page that can be paid when both are asked for at once', async () => {
        const visit = await stage().hold(LATER);
        const replies = await Promise.all([ask(from(), visit), ask(to(), visit), ask(from(), visit), ask(to(), visit)]);
        for (const { status, body } of replies) {
          assert.ok(status === 201 || body.code === 'order_exists', JSON.stringify(body));
        }
        const open = (await ordersOf(from(), visit)).filter(({ status }) => status === 'pending');
        assert.equal(open.length, 1);
        await assertMoneyAgrees(visit);
      });

      it('takes the money at the desk instead, and gives back what the page still brings', async () => {
        const first = await payableAt(from());
        const { admin } = from();
        const taken = await admin.post(`${first.path}desk-payments/`, { method: 'cash', amount: 8000 });
        assert.equal(taken.status, 201, JSON.stringify(taken.body));
        await stage().reaches(first, 'booked', 'paid');
        await gatewayOf(from()).press(first, { outcome: 'paid', late: true });
        await until('the page to bring money', async () => {
          const text =
            "select 1 from refunds where order_id in (select id from orders where subject_id = $1) and status = 'succeeded'";
          return (await stage().sql(text, [first.id])).length === 1;
        });
        const counts =
          "select provider from payments where order_id in (select id from orders where subject_id = $1) and purpose = 'appointment'";
        assert.deepEqual(await stage().sql(counts, [first.id]), [{ provider: 'desk' }]);
        await assertMoneyAgrees(first);
      });

      it('is refused for a provider that there is not, and the page stays open', async () => {
        const first = await payableAt(from());
        for (const provider of ['desk', 'waived', 'paypal']) {
          const refused = await gatewayOf(from()).ask(first, { provider });
          assert.deepEqual([refused.status, refused.body.code], [400, 'validation_failed'], provider);
        }
        await from().pay(first);
        await assertPaidOnce(first, from());
      });
    });

    describe(`changing one's mind ${name}, with one of them out of reach`, () => {
      it('the first page is ended before the other provider is asked for one', async () => {
        const first = await payableAt(from());
        await gatewayOf(to()).faults({ outage: '10m' });
        const refused = await ask(to(), first);
        await gatewayOf(to()).faults({ clear: true });
        assert.deepEqual([refused.status, refused.body.code], [503, 'provider_unavailable']);
        assert.deepEqual(await statuses(from(), first), ['expired', 'pending']);
        if (from() === stripe) assert.equal(await gatewayOf(from()).tryPress(first, { outcome: 'paid' }), false);
        await to().pay(await openedAt(to(), first));
        await assertPaidOnce(first, to());
      });

      it('no other page is opened while the first cannot be ended', async () => {
        const first = await payableAt(from());
        await gatewayOf(from()).faults({ outage: '10m' });
        const refused = await ask(to(), first);
        await gatewayOf(from()).faults({ clear: true });
        assert.deepEqual([refused.status, refused.body.code], [503, 'provider_unavailable']);
        assert.equal(await pagesAt(to(), first), 0);
        assert.deepEqual(await statuses(from(), first), ['pending']);
        await from().pay(first);
        await assertPaidOnce(first, from());
      });
    });
  }
});
