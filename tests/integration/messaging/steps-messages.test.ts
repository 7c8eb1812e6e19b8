import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { MailRefused, MailUnavailable } from '../../../src/adapters/email/port.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import type { MessageInput } from '../../../src/domain/messaging/message-input.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { cancelAppointment } from '../../../src/usecases/appointments/cancel-appointment.js';
import { expireHold } from '../../../src/usecases/appointments/expire-hold.js';
import { rescheduleAppointment } from '../../../src/usecases/appointments/reschedule-appointment.js';
import { sendRefund } from '../../../src/usecases/payments/refund.js';
import { settlePayment } from '../../../src/usecases/payments/settle-payment.js';
import { readTimeline } from '../../../src/usecases/support/read-timeline.js';
import { issueRefund } from '../../../src/usecases/support/refund-by-staff.js';
import { MessageSteps } from '../../support/messages.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
let messages: MessageSteps;
before(async () => {
  steps = await Steps.open();
  messages = new MessageSteps(steps);
});
after(() => steps.close());

const asked = (id: string, command: object) =>
  ({
    appointmentId: id,
    operationId: `${id}/${randomUUID()}`,
    actor: SYSTEM,
    command: { reason: 'test', ...command },
  }) as never;
const cancel = (id: string) => cancelAppointment(steps.deps)(asked(id, { to: 'cancelled_by_clinic' }));

async function booked() {
  const visit = await steps.payable();
  steps.bank.paid(visit.order);
  await settlePayment(steps.deps)({ subjectId: visit.id, orderId: visit.order, eventIds: [] });
  return visit;
}

async function timeline(id: string) {
  const actor = {
    kind: 'user',
    membershipId: null,
    userId: await steps.person('admin'),
    role: 'admin',
    permissions: ROLE_PERMISSIONS.admin,
    clinicIds: [steps.clinicId],
    sessionId: randomUUID(),
  } as const;
  const events = await readTimeline(steps.deps)(actor, id);
  return events.filter((event) => event.kind === 'message');
}

describe('what became of a message', () => {
  it('is that nobody got the text where there is no gateway', async () => {
    const { id, patient } = await booked();
    await messages.hasPhone(patient);
    const { gateway } = messages;
    messages.gateway = null;
    for (const _twice of [1, 2]) {
      assert.deepEqual(await messages.deliver({ appointmentId: id, kind: 'booking_confirmed' }), {
        email: 'sent',
        sms: 'suppressed',
      });
    }
    messages.gateway = gateway;
    const { state, reason, sent_at } = await messages.row(id, 'booking_confirmed', 'sms');
    assert.deepEqual([state, reason, sent_at], ['suppressed', 'no_sms_gateway', null]);
    const shown = (await timeline(id)).find((event) => event.context.channel === 'sms');
    assert.deepEqual([shown?.status, shown?.context.reason], ['suppressed', 'no_sms_gateway']);
    assert.match(shown?.what ?? '', /no gateway for text messages/);
  });

  it('is that it was sent also where the account was closed meanwhile: visit and money are still its person’s', async () => {
    const { id, patient } = await booked();
    await steps.sql('update users set is_active = false, deleted_at = now() where id = $1', [patient]);
    assert.equal((await messages.deliver({ appointmentId: id, kind: 'booking_confirmed' })).email, 'sent');
    const { state } = await messages.row(id, 'booking_confirmed', 'email');
    assert.equal(state, 'sent');
  });

  it('is kept with what the mail server answered', async () => {
    const [taken, refused, later] = [await booked(), await booked(), await booked()];
    await messages.deliver({ appointmentId: taken.id, kind: 'booking_confirmed' });
    assert.equal((await messages.row(taken.id, 'booking_confirmed')).smtp_response, '250 2.0.0 kept');

    messages.mailer.failures.push(new MailRefused('mail server answered 550 at RCPT', 550, '550 5.1.1 No such user'));
    await messages.deliver({ appointmentId: refused.id, kind: 'booking_confirmed' });
    const row = await messages.row(refused.id, 'booking_confirmed');
    assert.deepEqual(
      [row.state, row.reason, row.smtp_response],
      ['refused', 'mail server answered 550 at RCPT', '550 5.1.1 No such user'],
    );
    assert.equal((await timeline(refused.id))[0]?.context.smtpResponse, '550 5.1.1 No such user');

    messages.mailer.failures.push(new MailUnavailable('busy', 'no', 451, '451 4.7.1 Greylisted'));
    await assert.rejects(messages.deliver({ appointmentId: later.id, kind: 'booking_confirmed' }));
    const waiting = await messages.row(later.id, 'booking_confirmed');
    assert.deepEqual([waiting.state, waiting.smtp_response], ['sending', '451 4.7.1 Greylisted']);
    assert.ok(((await timeline(later.id))[0]?.at ?? '') > '2020', 'a time that is so');
    await messages.deliver({ appointmentId: later.id, kind: 'booking_confirmed' });
    assert.equal((await messages.row(later.id, 'booking_confirmed')).smtp_response, '250 2.0.0 kept');
  });
});

describe('what a message says of money', () => {
  const settle = (visit: { readonly id: string; readonly order: string }) =>
    settlePayment(steps.deps)({ subjectId: visit.id, orderId: visit.order, eventIds: [] });
  const expire = (id: string, undecided = false) =>
    expireHold(steps.deps)({ appointmentId: id, operationId: `${id}/expire`, undecided });
  const say = async (appointmentId: string, kind: MessageInput['kind'], more: Partial<MessageInput> = {}) => {
    assert.equal((await messages.deliver({ appointmentId, kind, ...more })).email, 'sent');
    return messages.mail(kind).text;
  };

  it('follows a wrong amount through the books', async () => {
    const visit = await steps.payable();
    steps.bank.paid(visit.order, { amount: 7999 });
    await settle(visit);
    assert.match(await say(visit.id, 'payment_warning'), /received \$79\.99 AUD.*do not pay again/s);
    await expire(visit.id);
    const held = await say(visit.id, 'payment_expired');
    assert.match(held, /received \$79\.99 AUD/);
    assert.doesNotMatch(held, /not been charged/);
    await issueRefund(steps.deps)(asked(visit.id, {}));
    assert.match(await say(visit.id, 'payment_expired', { occurrence: 'again' }), /\$79\.99 AUD goes back/);
    const [refund] = await steps.sql(
      'select id from refunds where order_id in (select id from orders where subject_id = $1)',
      [visit.id],
    );
    await sendRefund(steps.deps)({ subjectId: visit.id, refundId: String(refund?.id), eventIds: [] });
    assert.match(await say(visit.id, 'payment_expired', { occurrence: 'later' }), /\$79\.99 AUD has gone back/);
  });

  it('is that a payment in a currency that no book has is looked after', async () => {
    const visit = await steps.payable();
    steps.bank.paid(visit.order, { currency: 'jpy' });
    await settle(visit);
    await expire(visit.id);
    assert.match(await say(visit.id, 'payment_expired'), /in another currency than the price/);
  });

  it('is that a payment is under way, as long as it is', async () => {
    const [failing, waiting] = [await steps.payable(), await steps.payable()];
    for (const visit of [failing, waiting]) {
      steps.bank.becomes(visit.order, { state: 'processing' });
      await settle(visit);
      assert.match(await say(visit.id, 'payment_warning'), /has not decided about it yet/);
    }
    steps.bank.becomes(failing.order, { state: 'open' });
    await settle(failing);
    assert.match(await say(failing.id, 'payment_warning', { occurrence: 'again' }), /Pay \$80\.00 AUD/);
    steps.bank.becomes(failing.order, { state: 'closed' });
    await settle(failing);
    await expire(failing.id);
    assert.match(await say(failing.id, 'payment_expired'), /have not been charged/);
    await expire(waiting.id, true);
    assert.match(await say(waiting.id, 'payment_expired'), /still on its way/);
  });

  it('is no refund that came back, and no booking that is over', async () => {
    const visit = await booked();
    await cancel(visit.id);
    const [refund] = await steps.sql(
      'select id from refunds where order_id in (select id from orders where subject_id = $1)',
      [visit.id],
    );
    const refundId = String(refund?.id);
    const told = { appointmentId: visit.id, kind: 'refunded', refundId, occurrence: refundId } as const;
    assert.equal((await messages.deliver(told)).email, 'void', 'not sent yet');
    await sendRefund(steps.deps)({ subjectId: visit.id, refundId, eventIds: [] });
    assert.equal((await messages.deliver(told)).email, 'sent');
    await steps.sql("update refunds set status = 'failed' where id = $1", [refundId]);
    assert.equal((await messages.deliver({ ...told, occurrence: 'again' })).email, 'void');
    assert.match(await say(visit.id, 'cancelled'), /We owe you \$80\.00 AUD/);
    const late = { appointmentId: visit.id, kind: 'payment_late', lateOutcome: 'rebooked' } as const;
    assert.equal((await messages.deliver(late)).email, 'void');
  });
});

describe('an invitation', () => {
  const calendar = (kind: string) => messages.mail(kind).calendar;
  const sequence = (content: string | undefined) => Number(/SEQUENCE:(\d+)/.exec(content ?? '')?.[1]);

  it('is not withdrawn from who never got one: a hold, or a booking that was cancelled first', async () => {
    const [held, early] = [await steps.hold(), await booked()];
    for (const { id } of [held, early]) {
      await cancel(id);
      await messages.deliver({ appointmentId: id, kind: 'booking_confirmed' });
      await messages.deliver({ appointmentId: id, kind: 'cancelled' });
      assert.equal(calendar('cancelled'), undefined);
      assert.equal((await messages.row(id, 'cancelled')).calendar_method, null);
    }
  });

  it('is not withdrawn when the mail server refused it, or certainly did not take it', async () => {
    for (const failure of [new MailRefused('no such user', 550), new MailUnavailable('down', 'no')]) {
      const { id } = await booked();
      messages.mailer.failures.push(failure);
      await messages.deliver({ appointmentId: id, kind: 'booking_confirmed' }).catch(() => undefined);
      await cancel(id);
      await messages.deliver({ appointmentId: id, kind: 'cancelled' });
      assert.equal(calendar('cancelled'), undefined, failure.message);
    }
  });

  it('is withdrawn under a higher sequence when it was sent, or may have been', async () => {
    for (const failure of [null, new MailUnavailable('the answer was lost', 'unknown')]) {
      const { id } = await booked();
      if (failure) messages.mailer.failures.push(failure);
      const sent = messages.deliver({ appointmentId: id, kind: 'booking_confirmed' });
      if (failure) await assert.rejects(sent);
      else await sent;
      if (!failure) assert.equal(calendar('booking_confirmed')?.method, 'REQUEST');
      const first = failure ? 0 : sequence(calendar('booking_confirmed')?.content);
      await cancel(id);
      await messages.deliver({ appointmentId: id, kind: 'cancelled' });
      const withdrawn = calendar('cancelled');
      assert.equal(withdrawn?.method, 'CANCEL');
      assert.ok(sequence(withdrawn?.content) > first);
    }
  });

  it('that is being sent is not overtaken by its withdrawal', async () => {
    const { id } = await booked();
    await messages.deliver({ appointmentId: id, kind: 'booking_confirmed' });
    await steps.sql("update notifications set state = 'sending', claimed_at = $2 where subject_id = $1", [
      id,
      steps.now(),
    ]);
    await cancel(id);
    await assert.rejects(messages.deliver({ appointmentId: id, kind: 'cancelled' }), /being sent/);
    steps.aheadMs += 41_000;
    await messages.deliver({ appointmentId: id, kind: 'cancelled' });
    steps.aheadMs -= 41_000;
    assert.equal(calendar('cancelled')?.method, 'CANCEL');
  });

  it('of a new time comes first where the confirmation never went out, and is withdrawn like any other', async () => {
    const { id, slot } = await booked();
    const [doctor] = await steps.sql('select doctor_id from availabilities where id = $1', [slot]);
    await rescheduleAppointment(steps.deps)(
      asked(id, { slotId: await steps.slot({ doctor: String(doctor?.doctor_id) }) }),
    );
    await messages.deliver({ appointmentId: id, kind: 'rescheduled', version: 1, previousStartsAt: Date.now() });
    const request = calendar('rescheduled');
    assert.deepEqual([request?.method, sequence(request?.content)], ['REQUEST', 1]);
    await cancel(id);
    await messages.deliver({ appointmentId: id, kind: 'cancelled', version: 1 });
    assert.deepEqual([calendar('cancelled')?.method, sequence(calendar('cancelled')?.content)], ['CANCEL', 2]);
  });

  it('names the mailbox that the mail goes to', async () => {
    const { id, patient } = await booked();
    await steps.unitOfWork.withScope(SYSTEM, async (scope) => {
      await scope.users.updateAccount(
        patient,
        { firstName: 'T', lastName: 'P', phone: null, timezone: 'UTC' },
        steps.now(),
      );
    });
    await messages.deliver({ appointmentId: id, kind: 'booking_confirmed' });
    const sent = messages.mail('booking_confirmed');
    const unfolded = sent.calendar?.content.replaceAll('\r\n ', '') ?? '';
    assert.ok(unfolded.includes(`:mailto:${sent.to.address}\r\n`));
  });
});
