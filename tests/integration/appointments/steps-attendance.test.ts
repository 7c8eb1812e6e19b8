import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { DomainError, type ErrorCode } from '../../../src/domain/errors.js';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/instants.js';
import { checkIn } from '../../../src/usecases/appointments/check-in.js';
import { recordNoShow } from '../../../src/usecases/appointments/record-no-show.js';
import { rescheduleAppointment } from '../../../src/usecases/appointments/reschedule-appointment.js';
import { startConsultation } from '../../../src/usecases/appointments/start-consultation.js';
import { decideAbsence } from '../../../src/usecases/support/decide-absence.js';
import { flagAttention } from '../../../src/usecases/support/flag-attention.js';
import { resolveAttention } from '../../../src/usecases/support/resolve-attention.js';
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

describe('the attendance', () => {
  it('of the patient is recorded once, and is void for another time', async () => {
    const { id, patient } = await booked();
    const person = {
      kind: 'user',
      membershipId: null,
      userId: patient,
      role: 'patient',
      permissions: [],
      clinicIds: [],
      sessionId: 's',
    };
    const ask = (actor: object = SYSTEM) => checkIn(steps.deps)(asked(id, {}, actor));
    const audited = async () => {
      const rows = await steps.sql(
        "select 1 from audit_events where entity_id = $1 and action = 'appointment.checked_in'",
        [id],
      );
      return rows.length;
    };
    await assert.rejects(ask(person), /opens 60 minutes before/);
    await whenStarted(id, MINUTE_MS, async () => {
      const first = await ask(person);
      assert.equal(first.patientSeen, true);
      const { checked_in_at: at } = await steps.row(id);
      assert.equal((await ask()).revision, first.revision, 'nothing is changed by a repeat');
      assert.deepEqual((await steps.row(id)).checked_in_at, at);
      await startConsultation(steps.deps)(asked(id));
      assert.equal((await ask(person)).status, 'in_progress');
    });
    assert.equal(await audited(), 1);
    const moved = await booked();
    await whenStarted(moved.id, -MINUTE_MS, async () => {
      assert.equal((await checkIn(steps.deps)(asked(moved.id))).patientSeen, true);
      const slotId = await steps.slot();
      const after = await rescheduleAppointment(steps.deps)(asked(moved.id, { slotId }));
      assert.deepEqual([after.version, after.patientSeen], [1, false]);
    });
  });

  it('of nobody is decided by a person, after the end, and never against a check-in', async () => {
    const decide = (id: string, outcome: string) => decideAbsence(steps.deps)(asked(id, { outcome }));
    const early = await booked();
    await assert.rejects(decide(early.id, 'no_show'), refusedWith('invalid_transition'));
    await assert.rejects(decide(early.id, 'nobody'), refusedWith('validation_failed'));
    await whenStarted(early.id, HOUR_MS, async () => {
      await flagAttention(steps.deps)({ appointmentId: early.id, code: 'absence_undecided', open: true });
      const resolving = resolveAttention(steps.deps)(asked(early.id, { code: 'absence_undecided' }));
      await assert.rejects(resolving, refusedWith('validation_failed'), 'closing it would decide nothing');
      const after = await decide(early.id, 'no_show');
      assert.deepEqual([after.status, after.attention], ['no_show', []]);
      await assert.rejects(decide(early.id, 'no_show'), refusedWith('invalid_transition'));
    });
    const seen = await booked();
    await whenStarted(seen.id, MINUTE_MS, async () => void (await checkIn(steps.deps)(asked(seen.id))));
    const record = () => recordNoShow(steps.deps)(asked(seen.id, { reason: null }));
    await whenStarted(seen.id, 11 * MINUTE_MS, async () => void (await assert.rejects(record, /was checked in/)));
    await whenStarted(seen.id, HOUR_MS, async () => {
      await assert.rejects(decide(seen.id, 'no_show'), /was checked in/);
      assert.equal((await decide(seen.id, 'doctor_absent')).status, 'cancelled_by_doctor');
    });
  });

  it('of nobody is no no-show before the doctor may say so, not even for the product itself', async () => {
    const { id } = await booked();
    await assert.rejects(recordNoShow(steps.deps)(asked(id, { reason: null })), refusedWith('invalid_transition'));
  });
});
