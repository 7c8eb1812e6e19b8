import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { AppointmentWorkflows } from '../../../src/adapters/temporal/port.js';
import { DomainError } from '../../../src/domain/errors.js';
import { readPaymentPage } from '../../../src/usecases/appointments/payment-page.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps?.close());

const pageWith = (deliver: AppointmentWorkflows['deliverPaymentEvent']) =>
  readPaymentPage({ ...steps.deps, engine: { deliverPaymentEvent: deliver } });

it('the page after a payment says that it is being checked also while the engine is unavailable', async () => {
  const visit = await steps.payable();
  const asked: string[] = [];
  const page = pageWith(async ({ orderId }) => {
    asked.push(orderId ?? '');
    throw new DomainError('unavailable', 'Please try again.', { retryAfter: 2 });
  });
  const input = { outcome: 'success', appointmentId: visit.id, token: null } as const;
  assert.equal((await page(input)).state, 'checking');
  assert.deepEqual(asked, [visit.order]);
  const broken = pageWith(async () => {
    throw new TypeError('a fault of ours');
  });
  await assert.rejects(broken(input), TypeError);
});

it('the address after a payment shows the appointment until a day after the hold', async () => {
  const visit = await steps.payable();
  const [order] = await steps.sql(`select request, expires_at from orders where id = $1`, [visit.order]);
  assert.ok(order);
  const { successUrl, cancelUrl } = order.request as { successUrl: string; cancelUrl: string };
  const token = new URL(successUrl).searchParams.get('token') ?? '';
  assert.equal(new URL(successUrl).searchParams.get('appointment_id'), visit.id);
  assert.equal(new URL(cancelUrl).searchParams.get('token'), null, 'who did not pay is shown nothing');
  const day = (order.expires_at as Date).getTime() + 24 * 3_600_000;
  const valid = (at: number) => steps.deps.visitTokens.isValid(token, visit.id, new Date(at));
  assert.deepEqual([valid(day - 1_000), valid(day)], [true, false]);
});
