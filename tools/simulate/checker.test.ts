import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { DeliveryFact } from '../rig/facts.js';
import { type Damage, testDamages } from '../rig/test-damage.js';
import { type ChaosScene, openScene } from '../rig/test-scene.js';
import { audit } from './checker.js';
import { faultsAt, planned } from './plan.js';

// What the audit of `npm run simulate` looks at beyond the checker of `npm run chaos`: each damage must be seen.

const EVENT: DeliveryFact = { eventId: 'ref-1', type: 'charge.success', status: 200, at: 0 };
let scene: ChaosScene;
let events: DeliveryFact[];

before(async () => {
  scene = await openScene();
});
beforeEach(async () => {
  await scene.reset();
  events = [EVENT];
  await scene.sql(
    "insert into provider_events (provider, event_id, about, change, label, object_id, processed_at) values ('paystack', 'e1', 'checkout', 'paid', 'charge.success', 'ref-1', now())",
  );
});
after(() => scene.close());

const audited = () => audit({ ...scene.sources(), gateways: ['stripe'] }, events);

test('finds nothing wrong where all is well, and has looked', async () => {
  const { violations, rules, charges, money } = await audited();
  assert.deepEqual(violations, []);
  const blind = rules.filter(({ looked }) => looked === 0).map(({ rule }) => rule);
  assert.deepEqual(blind, ['a flag of a refund has its reason']);
  assert.equal(charges, 2);
  const sums = money.map(({ kind, bank, ledger, difference }) => [kind, bank, ledger, difference]);
  assert.deepEqual(sums, [
    ['charges', 16_000, 16_000, 0],
    ['refunds', -4_000, -4_000, 0],
    ['disputes', 0, 0, 0],
    ['fees', 0, 0, 0],
    ['balance', 12_000, 12_000, 0],
  ]);
});

const ACCOUNT = "the ledger is the bank's account, to the cent";

const DAMAGE: readonly Damage[] = [
  ['a cent too much at the bank', ACCOUNT, () => Object.assign(scene.account[0] ?? {}, { amount: 8_001 })],
  ['a fee that nobody has posted', ACCOUNT, () => Object.assign(scene.account[0] ?? {}, { fee: 166 })],
  ['money in another currency', ACCOUNT, () => Object.assign(scene.account[0] ?? {}, { currency: 'usd' })],
  [
    'a dispute that the ledger does not know',
    ACCOUNT,
    () => scene.account.push({ category: 'dispute', amount: -8_000, fee: 2_500, currency: 'aud' }),
  ],
  [
    'a live appointment that nobody has paid',
    'a live appointment is paid',
    () =>
      scene.sql(`delete from payments where order_id in (select id from orders where subject_id = '${scene.booked}')`),
  ],
  [
    'a live appointment that was paid with the wrong sum only',
    'a live appointment is paid',
    () =>
      scene.sql(
        `update payments set purpose = 'mismatch' where order_id in (select id from orders where subject_id = '${scene.booked}')`,
      ),
  ],
  [
    'an appointment that claims to be refunded',
    'an appointment says of its money what the books say',
    () => scene.sql(`update appointments set payment_status = 'refunded' where id = '${scene.booked}'`),
  ],
  [
    'a flag of a refund that has succeeded',
    'a flag of a refund has its reason',
    () =>
      scene.sql(
        `insert into attention (id, clinic_id, subject_id, code)
         select '${randomUUID()}', clinic_id, id, 'refund_failed' from appointments where id = '${scene.cancelled}'`,
      ),
  ],
  [
    'events answered 200 and forgotten',
    'events answered 200 are processed',
    () => scene.sql("update provider_events set processed_at = null where provider = 'paystack'"),
  ],
  ['genuine event refused', 'the API refuses no genuine event', () => events.push({ ...EVENT, status: 400 })],
];

testDamages(DAMAGE, async () => (await audited()).violations.map((violation) => violation.rule));

test('a seed always plans the same, and every fault comes', () => {
  const plan = (seed: number) =>
    Array.from({ length: 400 }, (_, n) => {
      const { story, side, random } = planned(seed, n);
      return { story, side, drawn: random.next(), faults: faultsAt(seed, n) };
    });
  assert.deepEqual(plan(7), plan(7));
  assert.notDeepEqual(plan(7), plan(8));
  const kills = plan(7).flatMap(({ faults }) => faults.filter((fault) => fault.kind === 'kill'));
  assert.deepEqual(new Set(kills.map(({ target }) => target)), new Set(['worker', 'api', 'sandbox']));
  assert.equal(new Set(plan(7).map(({ story }) => story)).size, 16);
});
