import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { FakeMailer } from '../../../src/adapters/email/fake.js';
import { MailRefused } from '../../../src/adapters/email/port.js';
import { createMessageRenderer } from '../../../src/adapters/templates/handlebars.js';
import type { AppointmentWorkflows } from '../../../src/adapters/temporal/port.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { DomainError, type ErrorCode } from '../../../src/domain/errors.js';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/instants.js';
import type { MessageInput } from '../../../src/domain/messaging/message-input.js';
import type { PaymentEvent } from '../../../src/domain/payments/payment-event.js';
import { createLogger } from '../../../src/observability/logger.js';
import { cancelAppointment } from '../../../src/usecases/appointments/cancel-appointment.js';
import { completeAppointment } from '../../../src/usecases/appointments/complete-appointment.js';
import { readSnapshot } from '../../../src/usecases/appointments/read-snapshot.js';
import { recordNoShow } from '../../../src/usecases/appointments/record-no-show.js';
import { releaseClaim } from '../../../src/usecases/appointments/release-claim.js';
import { rescheduleAppointment } from '../../../src/usecases/appointments/reschedule-appointment.js';
import { resumeRun } from '../../../src/usecases/appointments/resume-run.js';
import { startConsultation } from '../../../src/usecases/appointments/start-consultation.js';
import { deliverMessage } from '../../../src/usecases/messaging/deliver-message.js';
import { redriveEvents } from '../../../src/usecases/operations/redrive-events.js';
import { resumeLost } from '../../../src/usecases/operations/resume-lost.js';
import { extendPaymentWindow } from '../../../src/usecases/support/extend-payment-window.js';
import { flagAttention } from '../../../src/usecases/support/flag-attention.js';
import { resendConfirmation } from '../../../src/usecases/support/resend-confirmation.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

const refusedWith = (code: ErrorCode) => (error: unknown) => error instanceof DomainError && error.code === code;
const asked = (id: string, command: object = {}, actor: object = SYSTEM) =>
  ({
    appointmentId: id,
    operationId: `${id}/${randomUUID()}`,
    actor,
    command: { reason: 'test', ...command },
  }) as never;
const booked = () => steps.hold({ paymentsEnabled: false });

/** Turns the clock to this long after the appointment's start, for the time of `fn`. */
async function whenStarted(id: string, ms: number, fn: () => Promise<void>): Promise<void> {
  steps.aheadMs = Number((await steps.row(id)).starts_at) + ms - Date.now();
  try {
    await fn();
  } finally {
    steps.aheadMs = 0;
  }
}

describe('a claim', () => {
  it('is answered as it stands when it comes again, and taken over by another run', async () => {
    const { id, slot, patient } = await steps.hold();
    const again = await steps.claim({ id, slot, patient });
    assert.equal(again.outcome, 'claimed');
    const [before] = [await steps.row(id)];
    await steps.claim({ id, slot, patient, runId: 'next', late: true });
    const row = await steps.row(id);
    assert.deepEqual([row.run_id, row.status, before?.run_id], ['next', 'pending', 'run']);
  });

  it('that its run has ruled out can never be made by it, only by another', async () => {
    const [id, slot, patient] = [randomUUID(), await steps.slot(), await steps.person('patient')];
    assert.equal(await releaseClaim(steps.deps)({ appointmentId: id, runId: 'run' }), null);
    assert.equal(await releaseClaim(steps.deps)({ appointmentId: id, runId: 'run' }), null, 'twice is once');
    await assert.rejects(steps.claim({ id, slot, patient }), refusedWith('unavailable'));
    assert.equal((await steps.claim({ id, slot, patient, runId: 'next' })).outcome, 'claimed');
    assert.equal((await releaseClaim(steps.deps)({ appointmentId: id, runId: 'next' }))?.status, 'pending');
    assert.equal(await releaseClaim(steps.deps)({ appointmentId: id, runId: 'run' }), null, "another run's");
  });

  it('is refused for a slot that is taken, withdrawn, over or unknown; late comes after that', async () => {
    const [held, patient] = [await steps.hold(), await steps.person('patient')];
    for (const late of [false, true]) {
      await assert.rejects(steps.claim({ slot: held.slot, patient, late }), refusedWith('slot_taken'));
    }
    await assert.rejects(steps.claim({ slot: held.slot, patient: held.patient }), (error: unknown) => {
      assert.ok(refusedWith('slot_taken')(error));
      return (error as DomainError).details.appointmentId === held.id;
    });
    const slot = await steps.slot();
    assert.deepEqual(await steps.claim({ slot, patient, late: true }), { outcome: 'late' });
    await steps.sql('update availabilities set deleted_at = now() where id = $1', [slot]);
    await assert.rejects(steps.claim({ slot, patient }), refusedWith('slot_unavailable'));
    await assert.rejects(steps.claim({ slot: randomUUID(), patient }), refusedWith('not_found'));
    const past = await steps.slot();
    steps.aheadMs = 1_000 * HOUR_MS;
    await assert.rejects(steps.claim({ slot: past, patient }), refusedWith('slot_unavailable'));
    steps.aheadMs = 0;
  });

  it('is limited per patient and hour', async () => {
    const patient = await steps.person('patient');
    const bookingLimit = { points: 1, perMs: HOUR_MS };
    await steps.claim({ slot: await steps.slot(), patient }, { bookingLimit });
    const slot = await steps.slot();
    await assert.rejects(steps.claim({ slot, patient }, { bookingLimit }), (error: unknown) => {
      assert.ok(refusedWith('rate_limited')(error));
      const { retryAfter: retry_after = 0, limitType: limit_type } = (error as DomainError).details;
      return limit_type === 'appointment_booking' && retry_after > 3_590 && retry_after <= 3_600;
    });
    await assert.rejects(
      steps.claim({ slot, patient }, { bookingLimit: { points: 0, perMs: HOUR_MS } }),
      refusedWith('rate_limited'),
    );
  });

  it('costs a returning patient less, and needs no payment where nothing is to be paid', async () => {
    const first = await booked();
    await whenStarted(first.id, 0, async () => {
      await completeAppointment(steps.deps)(asked(first.id, { mode: null, notes: null }));
    });
    const next = randomUUID();
    await steps.claim({ id: next, slot: await steps.slot(), patient: first.patient });
    const row = await steps.row(next);
    assert.deepEqual([row.price, row.is_initial, row.status], [5000, false, 'pending']);
    assert.deepEqual(
      [(await steps.row(first.id)).payment_status, (await steps.row(first.id)).status],
      ['waived', 'completed'],
    );
  });
});

describe('a move', () => {
  it('is made once under its operation, and refused for an appointment that is not there', async () => {
    const { id } = await booked();
    const input = asked(id, { to: 'cancelled_by_clinic' });
    const first = await cancelAppointment(steps.deps)(input);
    const again = await cancelAppointment(steps.deps)(input);
    assert.deepEqual([again.status, again.revision], [first.status, first.revision]);
    await assert.rejects(
      cancelAppointment(steps.deps)(asked(id, { to: 'cancelled_by_clinic' })),
      refusedWith('invalid_transition'),
    );
    await assert.rejects(
      cancelAppointment(steps.deps)(asked(randomUUID(), { to: 'cancelled_by_clinic' })),
      refusedWith('not_found'),
    );
    await assert.rejects(readSnapshot(steps.deps)({ appointmentId: randomUUID() }), refusedWith('not_found'));
  });

  it('to another run is noted once', async () => {
    const { id } = await booked();
    const resume = (runId: string) => resumeRun(steps.deps)({ appointmentId: id, runId });
    const first = await resume('next');
    assert.equal((await resume('next')).revision, first.revision);
    await assert.rejects(resumeRun(steps.deps)({ appointmentId: randomUUID(), runId: 'x' }), refusedWith('not_found'));
  });

  it('of the visit waits for its time, and a no-show can be corrected for a day', async () => {
    const { id } = await booked();
    const doctor = {
      kind: 'user',
      membershipId: null,
      userId: await steps.person('doctor'),
      role: 'doctor',
      permissions: [],
      clinicIds: [],
      sessionId: 's',
    };
    const early = refusedWith('invalid_transition');
    await assert.rejects(startConsultation(steps.deps)(asked(id)), early);
    await assert.rejects(completeAppointment(steps.deps)(asked(id, { mode: null, notes: null })), early);
    await assert.rejects(recordNoShow(steps.deps)(asked(id, { reason: null }, doctor)), early);
    await whenStarted(id, 11 * MINUTE_MS, async () => {
      assert.equal((await recordNoShow(steps.deps)(asked(id, { reason: null }, doctor))).status, 'no_show');
    });
    await whenStarted(id, 26 * HOUR_MS, async () => {
      await assert.rejects(cancelAppointment(steps.deps)(asked(id, { to: 'cancelled_by_doctor' })), early);
      await assert.rejects(completeAppointment(steps.deps)(asked(id, { mode: null, notes: null })), early);
    });
    await whenStarted(id, HOUR_MS, async () => {
      assert.equal(
        (await cancelAppointment(steps.deps)(asked(id, { to: 'cancelled_by_doctor' }))).status,
        'cancelled_by_doctor',
      );
    });
  });

  it('to another time needs a free slot of the same kind, before the start', async () => {
    const [visit, other] = [await booked(), await booked()];
    const move = (slotId: string, id = visit.id) => rescheduleAppointment(steps.deps)(asked(id, { slotId }));
    await assert.rejects(move(visit.slot), refusedWith('validation_failed'));
    await assert.rejects(move(other.slot), refusedWith('slot_taken'));
    await assert.rejects(move(randomUUID()), refusedWith('not_found'));
    const [gone, long, free] = [await steps.slot(), await steps.slot(), await steps.slot()];
    await steps.sql('update availabilities set deleted_at = now() where id = $1', [gone]);
    await steps.sql("update availabilities set slot_type = 'long' where id = $1", [long]);
    await assert.rejects(move(gone), refusedWith('slot_unavailable'));
    await assert.rejects(move(long), refusedWith('validation_failed'));
    await whenStarted(visit.id, MINUTE_MS, async () => {
      await assert.rejects(move(free), refusedWith('invalid_transition'));
    });
    assert.equal((await move(free)).version, 1);
    const held = await steps.hold();
    await assert.rejects(move(await steps.slot(), held.id), refusedWith('invalid_transition'));
  });
});

describe('mending', () => {
  it('more time to pay is more, and never past the start or a day', async () => {
    const { id } = await steps.hold();
    const extend = (minutes: number) => extendPaymentWindow(steps.deps)(asked(id, { minutes }));
    for (const minutes of [0, -5, Number.NaN, 24 * 60 + 1])
      await assert.rejects(extend(minutes), refusedWith('validation_failed'));
    await assert.rejects(extend(1), refusedWith('validation_failed'), 'it lasts longer already');
    const after = await extend(24 * 60);
    assert.ok(after.expiresAt <= after.startsAt);
    const free = await booked();
    await assert.rejects(
      extendPaymentWindow(steps.deps)(asked(free.id, { minutes: 30 })),
      refusedWith('invalid_transition'),
    );
    await assert.rejects(resendConfirmation(steps.deps)(asked(id)), refusedWith('invalid_transition'));
    assert.equal((await resendConfirmation(steps.deps)(asked(free.id))).status, 'booked');
  });

  it('attention is opened once, taken back, and of nothing refused', async () => {
    const { id } = await booked();
    const flag = (open: boolean, appointmentId = id) =>
      flagAttention(steps.deps)({ appointmentId, code: 'overrun', open });
    assert.deepEqual((await flag(true)).attention, ['overrun']);
    assert.deepEqual((await flag(true)).attention, ['overrun']);
    const audited = await steps.sql("select 1 from audit_events where action = 'attention.opened' and entity_id = $1", [
      id,
    ]);
    assert.equal(audited.length, 1);
    assert.deepEqual((await flag(false)).attention, []);
    await assert.rejects(flag(true, randomUUID()), refusedWith('not_found'));
  });
});

describe('a message', () => {
  const mailer = new FakeMailer();
  const sms: string[] = [];
  const deliver = (input: Partial<MessageInput> & Pick<MessageInput, 'appointmentId' | 'kind'>) =>
    deliverMessage({
      unitOfWork: steps.unitOfWork,
      mailer,
      sms: {
        send: async ({ text }: { readonly text: string }) => {
          sms.push(text);
        },
      } as never,
      renderer: createMessageRenderer(),
      printer: { print: () => assert.fail('nothing was paid') },
      characters: { missing: () => [] },
      logger: createLogger('error', 'test'),
      organizer: { name: 'Clinic', email: 'clinic@keepwell.invalid' },
      appUrl: 'https://clinic.invalid',
      payLinks: { linkTo: (id) => `https://clinic.invalid/pay/${id}`, read: () => null },
      now: steps.now,
    })({ version: 0, occurrence: '', ...input });

  it('goes out once, and under the same Message-ID when it has to be repeated', async () => {
    const { id } = await booked();
    mailer.failures.push(new Error('connection reset'));
    await assert.rejects(deliver({ appointmentId: id, kind: 'booking_confirmed' }), /reset/);
    const sent = mailer.sent.length;
    assert.deepEqual(await deliver({ appointmentId: id, kind: 'booking_confirmed' }), {
      email: 'sent',
      sms: 'no_address',
    });
    assert.deepEqual(await deliver({ appointmentId: id, kind: 'booking_confirmed' }), {
      email: 'sent',
      sms: 'no_address',
    });
    assert.equal(mailer.sent.length, sent + 1);
    const [row] = await steps.sql('select message_id, attempts from notifications where subject_id = $1', [id]);
    assert.equal(mailer.sent.at(-1)?.messageId, row?.message_id);
  });

  it('is never sent by two at a time: whoever comes second waits until the first is done, or surely gone', async () => {
    const { id } = await booked();
    const before = mailer.sent.length;
    const both = await Promise.allSettled([1, 2].map(() => deliver({ appointmentId: id, kind: 'booking_confirmed' })));
    assert.equal(mailer.sent.length, before + 1);
    for (const one of both.filter((attempt) => attempt.status === 'rejected'))
      assert.match(`${one.reason}`, /another attempt/);
    // As a crash leaves it: claimed, and nobody there any more.
    await steps.sql("update notifications set state = 'sending', claimed_at = $2 where subject_id = $1", [
      id,
      steps.now(),
    ]);
    await assert.rejects(deliver({ appointmentId: id, kind: 'booking_confirmed' }), /another attempt/);
    steps.aheadMs += 41_000;
    assert.equal((await deliver({ appointmentId: id, kind: 'booking_confirmed' })).email, 'sent');
    steps.aheadMs -= 41_000;
    assert.equal(mailer.sent.length, before + 2);
  });

  it('that is refused for good is not tried again', async () => {
    const { id } = await booked();
    mailer.failures.push(new MailRefused('no such user', 550));
    assert.equal((await deliver({ appointmentId: id, kind: 'booking_confirmed' })).email, 'refused');
    assert.equal((await deliver({ appointmentId: id, kind: 'booking_confirmed' })).email, 'refused');
  });

  it('says only what is true when it is sent', async () => {
    const { id } = await booked();
    const kinds = ['booking_held', 'payment_warning', 'payment_expired', 'no_show', 'cancelled'] as const;
    for (const kind of kinds) assert.equal((await deliver({ appointmentId: id, kind })).email, 'void', kind);
    assert.equal((await deliver({ appointmentId: id, kind: 'reminder', version: 1 })).email, 'void', 'of another time');
    await cancelAppointment(steps.deps)(asked(id, { to: 'cancelled_by_clinic' }));
    for (const kind of ['booking_confirmed', 'reminder', 'rescheduled'] as const) {
      assert.equal((await deliver({ appointmentId: id, kind })).email, 'void', kind);
    }
    assert.equal((await deliver({ appointmentId: id, kind: 'cancelled' })).email, 'sent');
    await assert.rejects(deliver({ appointmentId: randomUUID(), kind: 'cancelled' }), refusedWith('not_found'));
  });

  it('is also a text message for those who gave a number', async () => {
    const { id, patient } = await booked();
    await steps.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.users.updateAccount(
        patient,
        { firstName: 'T', lastName: 'P', phone: '+61491570006', timezone: 'UTC' },
        steps.now(),
      ),
    );
    assert.deepEqual(await deliver({ appointmentId: id, kind: 'booking_confirmed' }), { email: 'sent', sms: 'sent' });
    assert.equal(sms.length, 1);
  });
});

describe('maintenance', () => {
  it('delivers waiting events again, old ones only, and skips what is nobody’s', async () => {
    const { order } = await steps.payable();
    const told: PaymentEvent[] = [];
    const engine = { deliverPaymentEvent: async (event: PaymentEvent) => void told.push(event) };
    const insert = `insert into provider_events (provider, event_id, about, change, label, object_id, order_id, received_at)
      values ('stripe', $1, $2, 'updated', 'any', $1, $3, now() - $4::interval)`;
    await steps.sql(insert, ['evt_old', 'checkout', order, '2 minutes']);
    await steps.sql(insert, ['evt_refund', 'refund', order, '3 minutes']);
    await steps.sql(insert, ['evt_dispute', 'dispute', order, '4 minutes']);
    await steps.sql(insert, ['evt_new', 'checkout', order, '1 second']);
    await steps.sql(insert, ['evt_stranger', 'refund', null, '2 minutes']);
    const redrive = redriveEvents({ ...steps.deps, engine: engine as unknown as AppointmentWorkflows });
    assert.equal(await redrive(), 3);
    assert.deepEqual(told.map((event) => event.about).sort(), ['checkout', 'dispute', 'refund']);
  });

  it('gives a run to every appointment that has none, beyond one page', async () => {
    const insert = `with subject as (
        insert into subjects (id, kind, clinic_id)
        select gen_random_uuid(), 'appointment', clinic_id from appointments, generate_series(100, 310) where id = $1
        returning id)
      insert into appointments (id, clinic_id, availability_id, doctor_id, patient_id, status, payment_status,
        payment_required, price, currency, is_initial, starts_at, ends_at, booked_at, expires_at, status_since, policy,
        body_hash, answer, run_id)
      select subject.id, clinic_id, availability_id, doctor_id, patient_id, 'pending', 'unpaid', true, 1, 'aud', true,
        starts_at + n * interval '1 day', ends_at + n * interval '1 day', booked_at, expires_at, status_since, policy, 'x', '{}', 'r'
      from appointments a, (select id, 99 + row_number() over () as n from subject) subject where a.id = $1`;
    const { id } = await steps.hold();
    // The rule of one live appointment a slot is not what this is about.
    await steps.sql('drop index appointments_live_slot');
    await steps.sql(insert, [id]);
    const seen = new Set<string>();
    const engine = {
      findRunning: async (one: string) =>
        one === id ? { progress: 'healthy', status: null, paymentStatus: null, startsAt: null } : null,
      resume: async (one: string) => {
        seen.add(one);
        return seen.size % 2 === 0;
      },
    };
    let beats = 0;
    const logger = createLogger('error', 'test');
    const heartbeat = () => (beats += 1);
    const deps = { ...steps.deps, engine: engine as unknown as AppointmentWorkflows, logger, heartbeat };
    const resumed = await resumeLost(deps)();
    assert.ok(seen.size > 210);
    assert.ok(!seen.has(id), 'one that runs is left alone');
    assert.equal(resumed, Math.floor(seen.size / 2), 'counts those that nobody else resumed first');
    assert.ok(beats * 20 > seen.size, 'also for those that only have changed lately');
    const again = new Set<string>();
    const resume = async (one: string) => again.size !== again.add(one).size;
    const findRunning = async (one: string) => {
      if (one === id) throw new Error('this one is broken');
      return null;
    };
    const broken = { ...deps, engine: { findRunning, resume } as unknown as AppointmentWorkflows };
    await assert.rejects(resumeLost(broken)(), /^AggregateError: 1 appointments .*this one is broken/);
    assert.deepEqual(again, seen, 'one that cannot be asked about keeps nobody else waiting');
  });
});
