import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ProviderEvent } from '../../../src/adapters/payments/port.js';
import type { AppointmentWorkflows, UpdateRequest } from '../../../src/adapters/temporal/port.js';
import { SYSTEM, type UserActor } from '../../../src/domain/actor.js';
import { DomainError, type ErrorCode } from '../../../src/domain/errors.js';
import type { PaymentEvent } from '../../../src/domain/payments/payment-event.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import type { Role } from '../../../src/domain/roles.js';
import {
  type IncomingEvent,
  ProviderEventRepository,
} from '../../../src/models/repositories/payments/provider-events.js';
import { sqlOf } from '../../../src/models/sql.js';
import { createLogger } from '../../../src/observability/logger.js';
import { cancelAppointment } from '../../../src/usecases/appointments/cancel-appointment.js';
import { createOrder } from '../../../src/usecases/appointments/create-order.js';
import { updateProfile } from '../../../src/usecases/identity/update-profile.js';
import { redriveEvents } from '../../../src/usecases/operations/redrive-events.js';
import { sendRefund } from '../../../src/usecases/payments/refund.js';
import { settlePayment } from '../../../src/usecases/payments/settle-payment.js';
import { startCheckout } from '../../../src/usecases/payments/start-checkout.js';
import { takeWebhook } from '../../../src/usecases/payments/webhooks/take-webhook.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

const refusedWith = (code: ErrorCode) => (error: unknown) => error instanceof DomainError && error.code === code;

function as(role: Role, userId: string, clinicIds: readonly string[] = [steps.clinicId]): UserActor {
  return {
    kind: 'user',
    membershipId: null,
    userId,
    role,
    permissions: ROLE_PERMISSIONS[role],
    clinicIds,
    sessionId: randomUUID(),
  };
}

describe('a webhook', () => {
  const told: PaymentEvent[] = [];
  const inbox = {
    take: (incoming: IncomingEvent, now: Date) => new ProviderEventRepository(sqlOf(steps.pool)).take(incoming, now),
  };
  const event = (more: Partial<ProviderEvent>): ProviderEvent => ({
    eventId: `evt_${randomUUID()}`,
    label: 'checkout.session.completed',
    about: 'checkout',
    change: 'completed',
    objectId: 'cs_unknown',
    orderId: null,
    paymentId: null,
    ...more,
  });
  let unreadable = 0;
  const logger = createLogger('error', 'steps');
  const take = (sent: ProviderEvent | string, signature = 'good') =>
    takeWebhook({
      ...steps.deps,
      inbox,
      dispatch: (news) => told.push(news),
      countUnreadable: () => (unreadable += 1),
      logger,
    })('stripe', Buffer.from(typeof sent === 'string' ? sent : JSON.stringify(sent)), signature);
  const stored = async (sent: ProviderEvent) =>
    (await steps.sql('select * from provider_events where event_id = $1', [sent.eventId]))[0];

  /** Taken and handed to this appointment, or kept to itself. */
  async function reaches(sent: ProviderEvent): Promise<string | undefined> {
    const before = told.length;
    assert.deepEqual(await take(sent), { received: true });
    return told.length > before ? told.at(-1)?.subjectId : undefined;
  }

  async function refunded() {
    const visit = await steps.payable();
    steps.bank.paid(visit.order);
    await settlePayment(steps.deps)({ subjectId: visit.id, orderId: visit.order, eventIds: [] });
    const command = { to: 'cancelled_by_clinic', reason: null } as const;
    await cancelAppointment(steps.deps)({ appointmentId: visit.id, operationId: randomUUID(), actor: SYSTEM, command });
    const [refund] = await steps.sql(
      'select id from refunds where order_id in (select id from orders where subject_id = $1)',
      [visit.id],
    );
    await sendRefund(steps.deps)({ subjectId: visit.id, refundId: String(refund?.id), eventIds: [] });
    const [sent] = await steps.sql(
      'select r.provider_refund_id, o.provider_payment_id from refunds r join orders o on o.id = r.order_id where r.id = $1',
      [refund?.id],
    );
    return { ...visit, refund: String(sent?.provider_refund_id), payment: String(sent?.provider_payment_id) };
  }

  it('finds its appointment by our ids, or by any name the provider has for it', async () => {
    const [open, back] = [await steps.payable(), await refunded()];
    const session = [...steps.bank.checkouts.values()].find(({ orderId }) => orderId === open.order)?.sessionId ?? '';
    const refund = { about: 'refund', change: 'updated' } as const;
    const dispute = { about: 'dispute', change: 'updated', objectId: 'dp_1' } as const;
    const cases: readonly [string, Partial<ProviderEvent>, string][] = [
      ['our order', { orderId: open.order }, open.id],
      ['a session', { objectId: session }, open.id],
      ['a session, under an order that is not ours', { objectId: session, orderId: randomUUID() }, open.id],
      ['a session, under what is no id', { objectId: session, orderId: 'order-7' }, open.id],
      ['a payment', { ...dispute, paymentId: back.payment }, back.id],
      ['a refund', { ...refund, objectId: back.refund }, back.id],
      ['the payment of a refund', { ...refund, objectId: 're_other', paymentId: back.payment }, back.id],
    ];
    for (const [name, more, id] of cases) assert.equal(await reaches(event(more)), id, name);
  });

  it('is signalled again while nobody has dealt with it, and not after', async () => {
    const { id, order } = await steps.payable();
    const sent = event({ orderId: order });
    assert.equal(await reaches(sent), id);
    assert.equal(await reaches(sent), id);
    assert.equal((await stored(sent))?.processed_at, null);
    await settlePayment(steps.deps)({ subjectId: id, orderId: order, eventIds: [sent.eventId] });
    assert.equal(await reaches(sent), undefined);
  });

  it('about money that no order explains is for a person, once; a page that ended without money is not', async () => {
    const stranger = event({ about: 'refund', change: 'updated', objectId: 're_stranger', orderId: randomUUID() });
    assert.equal(await reaches(stranger), undefined);
    assert.equal(await reaches({ ...stranger, eventId: 'evt_again' }), undefined);
    const ended = { change: 'closed' as const, objectId: 'cs_stranger', orderId: randomUUID() };
    assert.equal(await reaches(event(ended)), undefined);
    const open = await steps.sql(
      "select context->>'objectId' as object from attention where code = 'unmatched_payment'",
    );
    assert.deepEqual(open, [{ object: 're_stranger' }]);
    assert.equal((await stored(stranger))?.outcome, 'unmatched');
  });

  it('that moves nothing is forgotten, and one that is not signed is refused', async () => {
    const events = await steps.sql('select count(*) from provider_events');
    assert.deepEqual(await take('moves nothing'), { received: true });
    assert.deepEqual(await steps.sql('select count(*) from provider_events'), events);
    await assert.rejects(take(event({}), 'bad'), refusedWith('validation_failed'));
  });

  it('that is signed and cannot be read is answered, counted and forgotten', async () => {
    assert.deepEqual(await take('unreadable'), { received: true });
    assert.equal(unreadable, 1);
    await assert.rejects(take('unreadable', 'bad'), refusedWith('validation_failed'));
    assert.equal(unreadable, 1);
  });

  it("of another shop on the same account is nobody's: not stored, not shown", async () => {
    const open = 'select count(*)::int as open from attention';
    const before = await steps.sql(open);
    const payment = event({ objectId: 'cs_of_a_shop', paymentId: 'pi_of_a_shop' });
    assert.equal(await reaches(payment), undefined);
    assert.equal(await stored(payment), undefined);
    assert.deepEqual(await steps.sql(open), before);
  });

  it('that overtook its payment waits for it, and for a day when it is of another shop', async () => {
    const dispute = { about: 'dispute', type: 'charge.dispute.created' } as const;
    const visit = await steps.payable();
    const paymentId = `pi_${randomUUID()}`;
    steps.bank.paid(visit.order, { paymentId });
    const early = event({ ...dispute, objectId: 'dp_early', paymentId });
    const foreign = event({ ...dispute, objectId: 'dp_foreign', paymentId: 'pi_foreign' });
    for (const sent of [early, foreign]) assert.equal(await reaches(sent), undefined);
    await settlePayment(steps.deps)({ subjectId: visit.id, orderId: visit.order, eventIds: [] });
    const delivered: PaymentEvent[] = [];
    const engine = { deliverPaymentEvent: async (news: PaymentEvent) => void delivered.push(news) };
    const redrive = (aheadMs: number) => {
      const now = () => new Date(Date.now() + aheadMs);
      return redriveEvents({ ...steps.deps, engine: engine as unknown as AppointmentWorkflows, now })();
    };
    await redrive(2 * 60_000);
    assert.deepEqual(
      delivered.filter(({ objectId }) => objectId === 'dp_early').map((news) => [news.eventId, news.subjectId]),
      [[early.eventId, visit.id]],
    );
    assert.equal((await stored(foreign))?.processed_at, null);
    await redrive(25 * 3_600_000);
    assert.equal((await stored(foreign))?.outcome, 'not_ours');
    const shown = "select 1 from attention where context->>'objectId' = 'dp_foreign'";
    assert.deepEqual(await steps.sql(shown), []);
  });
});

describe('an order', () => {
  /** The API's way to a payment page, with the workflow left out. */
  const order = (actor: UserActor, id: string, key: string, checkout = true) => {
    const engine = {
      update: async ({ actor: asked, appointmentId, command }: UpdateRequest<'checkout'>) => {
        const subject = { subjectId: appointmentId, subjectKind: 'appointment' } as const;
        if (checkout) await startCheckout(steps.deps)({ ...subject, actor: asked, command });
      },
    } as unknown as AppointmentWorkflows;
    const create = createOrder({ ...steps.deps, engine, paymentsEnabled: true });
    return create(actor, { appointmentId: id, provider: null }, { caller: `user:${actor.userId}`, key });
  };

  it('is the same for the same key, one at a time, and not ready before it has a page', async () => {
    const { id, patient } = await steps.hold();
    const actor = as('patient', patient);
    await assert.rejects(order(actor, id, 'k', false), refusedWith('provider_unavailable'));
    const first = await order(actor, id, 'k');
    assert.deepEqual(await order(actor, id, 'k'), first);
    await assert.rejects(order(actor, id, 'another'), refusedWith('order_exists'));
    const other = await steps.hold();
    const clerk = as('receptionist', await steps.person('receptionist'));
    await order(clerk, other.id, 'mine');
    await assert.rejects(order(clerk, id, 'mine'), refusedWith('idempotency_conflict'));
    await assert.rejects(order(as('patient', other.patient), id, 'k'), refusedWith('not_found'));
  });

  it('whose call was lost is gone on with by the next request', async () => {
    const { id, patient } = await steps.hold();
    steps.bank.failures.push('away');
    await assert.rejects(order(as('patient', patient), id, 'k1'), refusedWith('provider_unavailable'));
    const answer = await order(as('patient', patient), id, 'k2');
    const rows = await steps.sql('select id, status from orders where subject_id = $1', [id]);
    assert.deepEqual(
      rows.map((row) => row.status),
      ['pending'],
    );
    assert.ok(JSON.stringify(answer).includes(String(rows[0]?.id)), 'the order that stands already');
  });

  it('is not made where nothing is to be paid, or no longer', async () => {
    const free = await steps.hold({ paymentsEnabled: false });
    await assert.rejects(order(as('patient', free.patient), free.id, 'k'), refusedWith('payments_disabled'));
    const over = await steps.hold();
    const command = { to: 'cancelled_by_patient', reason: null } as const;
    await cancelAppointment(steps.deps)({ appointmentId: over.id, operationId: 'x', actor: SYSTEM, command });
    await assert.rejects(order(as('patient', over.patient), over.id, 'k'), refusedWith('invalid_transition'));
  });
});

describe('a profile', () => {
  const update = (actor: UserActor, command: Parameters<ReturnType<typeof updateProfile>>[1]) =>
    // The API's: the worker may not change a profile.
    updateProfile({ ...steps.deps, unitOfWork: steps.unitOfWork, characters: { missing: () => [] } })(actor, command);

  it('names every bad field at once and keeps nothing of it', async () => {
    const actor = as('patient', await steps.person('patient'));
    const bad = { firstName: ' ', lastName: '', timezone: 'Mars/Base', phone: '12' };
    await assert.rejects(update(actor, bad), (error: unknown) => {
      assert.ok(refusedWith('validation_failed')(error));
      const fields = (error as DomainError).details.fields?.map(({ field }) => field);
      assert.deepEqual(fields, ['first_name', 'last_name', 'timezone', 'phone_number']);
      return true;
    });
    assert.equal(JSON.stringify(await update(actor, {})).includes('Mars'), false);
  });

  it('belongs to a role, and to an account that is there', async () => {
    const [patient, doctor] = [
      as('patient', await steps.person('patient')),
      as('doctor', await steps.person('doctor')),
    ];
    await assert.rejects(update(patient, { doctor: {} }), refusedWith('validation_failed'));
    await assert.rejects(update(doctor, { patient: {} }), refusedWith('validation_failed'));
    await assert.rejects(update(as('patient', randomUUID()), {}), refusedWith('unauthenticated'));
    assert.ok(await update(as('patient', patient.userId, []), { phone: null }), 'also without a clinic');
  });
});
