import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import type { AttentionRepository } from '../../../src/models/repositories/support/attention.js';
import { readEntry } from '../../../src/usecases/support/read-entry.js';
import { resolveEntry } from '../../../src/usecases/support/resolve-entry.js';
import { describeEntry } from '../../../src/workflows/attention/describe.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
  await steps.sql("update clinics set timezone = 'Australia/Sydney'");
});
after(() => steps.close());

const NOW = new Date('2026-11-28T02:00:00Z');

/** The id of the entry that was opened, and its page as it is read in the Temporal UI. */
async function opened(open: (entries: AttentionRepository) => Promise<string | null>): Promise<[string, string]> {
  const entryId = await steps.unitOfWork.withScope(SYSTEM, (scope) => open(scope.attention));
  assert.ok(entryId);
  return [entryId, describeEntry(await readEntry(steps.deps)({ entryId }))];
}

test('money that no order explains: its webhook, and both objects with a link to the provider where they have a page', async () => {
  await steps.sql(
    `insert into provider_events (provider, event_id, about, change, label, object_id, payment_id, received_at)
     values ('stripe', 'evt_1', 'checkout', 'completed', 'checkout.session.completed', 'cs_test_1', 'pi_1', '2026-11-28T01:30:00Z')`,
  );
  const object = { provider: 'stripe', id: 'cs_test_1' };
  const [id, page] = await opened((entries) => entries.openUnmatched(steps.clinicId, object, NOW));
  for (const line of [
    '- Since: Sat 28 Nov 2026, 13:00 AEDT (2026-11-28 02:00:00 UTC)',
    '- Object: `cs_test_1`',
    '- Payment: [pi_1](https://dashboard.stripe.com/test/payments/pi_1)',
    '- Webhook: `checkout.session.completed` `evt_1`, received Sat 28 Nov 2026, 12:30 AEDT',
    `- Entry: \`${id}\``,
    `POST /api/v1/admin/attention/${id}/resolve/`,
    '{"by":"your name","reason":"why"}',
    '{"reason":"why"}',
  ])
    assert.ok(page.includes(line), `${line}\n${page}`);
});

test('what a reconciliation found: how much it is, and the report', async () => {
  const found = { finding: 'charge_unmatched', found: '80.00 AUD', report: randomUUID() };
  const object = { provider: 'stripe', id: 'ch_9', more: found };
  const [, page] = await opened((entries) => entries.openUnmatched(steps.clinicId, object, NOW));
  assert.ok(page.includes('[ch_9](https://dashboard.stripe.com/payments/ch_9)'), page);
  for (const text of Object.values(found)) assert.ok(page.includes(`\`${text}\``), page);
  const others = {
    provider: 'stripe',
    id: 'others:2026-11-27',
    more: { ...found, found: '3 charges, 0 refunds: 240.00 AUD' },
  };
  const [, day] = await opened((entries) => entries.openUnmatched(steps.clinicId, others, NOW));
  assert.match(day, /Charges and refunds of the day \(UTC\): `2026-11-27`/);
  assert.match(day, /At the provider: `3 charges, 0 refunds: 240\.00 AUD`/);
});

test('a silent provider, and a name that cannot be printed', async () => {
  const [, silence] = await opened((entries) => entries.openSilence(steps.clinicId, 'paystack', NOW, NOW));
  assert.match(silence, /Nothing has come since: Sat 28 Nov 2026, 13:00 AEDT/);
  assert.match(silence, /`\/webhook\/paystack\/`: \[webhooks at the provider\]\(https:/);
  const patient = randomUUID();
  const document = { receipt: 'R-7', parts: ['name', 'address'] };
  const [, name] = await opened((entries) =>
    entries.openUnprintable(steps.clinicId, { kind: 'patient', id: patient }, document, NOW),
  );
  for (const line of [`- Patient: \`${patient}\``, '- Receipt: `R-7`', '- What could not be printed: `name, address`'])
    assert.ok(name.includes(line), `${line}\n${name}`);
});

test('a name of the provider that is Markdown stays a name, and one that was closed says by whom', async () => {
  const object = { provider: 'stripe', id: 'pi_`](https://evil.example)\n## hm' };
  const [entryId, page] = await opened((entries) => entries.openUnmatched(steps.clinicId, object, NOW));
  assert.ok(!page.includes('](https://evil') && !page.includes('\n## hm'), page);
  const closed = await resolveEntry({ unitOfWork: steps.unitOfWork, now: steps.now })({
    entryId,
    by: 'Kim',
    reason: 'ours',
  });
  assert.match(describeEntry(closed), /Closed: \*\*.*\*\*, by temporal-ui \(claims Kim\)/);
  assert.ok(!describeEntry(closed).includes('What you can do'));
});
