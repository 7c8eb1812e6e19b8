import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AppointmentWorkflows, BookRequest } from '../../../src/adapters/temporal/port.js';
import type { UserActor } from '../../../src/domain/actor.js';
import type { BookCommand, Booked } from '../../../src/domain/appointments/commands.js';
import { DomainError } from '../../../src/domain/errors.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { bookAppointment } from '../../../src/usecases/appointments/book-appointment.js';
import { BOOKING } from '../../support/booking.js';

/** As the engine answers an update that was delivered after its caller had given up. */
const TOO_LATE = new DomainError('unavailable', 'too late', { retryAfter: 1 });

const NOW = new Date('2026-12-01T09:00:00Z');
const patient: UserActor = {
  kind: 'user',
  membershipId: null,
  userId: 'p1',
  role: 'patient',
  permissions: ROLE_PERMISSIONS.patient,
  clinicIds: ['c1'],
  sessionId: 's1',
};
const REQUEST = { slotId: 'slot', symptoms: null, consultationType: null, patientId: null };
const KEYED = { caller: 'user:p1', key: 'k1' };

interface World {
  readonly start?: Date;
  readonly stored?: Booked;
  readonly book?: (command: BookCommand, updateId: string) => Booked;
}

/** The use case over a scope that holds one free slot, and an engine that notes what it is sent. */
function world({ start = new Date(NOW.getTime() + 3_600_000), stored, book }: World = {}) {
  const sent: { readonly id: string; readonly updateId: string; readonly command: BookCommand }[] = [];
  const reads = {
    claims: {
      beforeBooking: async () => ({
        bodyHash: stored?.bodyHash ?? null,
        answer: stored?.booking ?? null,
        clinicId: 'c1',
        doctorId: 'd1',
        startTime: start,
        deletedAt: null,
        suspendedAt: null,
        isTaken: false,
        holderId: null,
        holderPatientId: null,
        verification: null,
        verifiedUntil: null,
        lackingDocuments: [],
      }),
    },
    // Only what this use case reads.
    memberships: {
      isPatientOf: async () => true,
    },
  };
  const engine = {
    async book({ appointmentId: id, command, updateId }: BookRequest) {
      sent.push({ id, updateId, command });
      return book ? book(command, updateId) : { bodyHash: command.bodyHash, booking: { ...BOOKING, id } };
    },
  } as unknown as AppointmentWorkflows;
  const make = () => bookAppointment({ reads: () => reads, engine, requireVerifiedDoctors: false, now: () => NOW });
  return { sent, make };
}

const refusedWith = (code: string) => (error: unknown) => error instanceof DomainError && error.code === code;

describe('bookAppointment', () => {
  it('sends one booking under an id that comes from caller and key', async () => {
    const { sent, make } = world();
    const [first, second] = [await make()(patient, REQUEST, KEYED), await make()(patient, REQUEST, KEYED)];
    assert.equal(first.booking.id, second.booking.id);
    assert.deepEqual(
      sent.map((call) => call.updateId),
      ['book', 'book'],
    );
    assert.notEqual((await make()(patient, REQUEST, null)).booking.id, first.booking.id);
  });
  it('goes on to another update id past an answer that stands for ever: too late, or an outage that may be over', async () => {
    for (const refusal of [TOO_LATE, new DomainError('unavailable', 'away')]) {
      const once = world({
        book(command, updateId) {
          if (updateId === 'book') throw refusal;
          return { bodyHash: command.bodyHash, booking: { ...BOOKING, id: 'a' } };
        },
      });
      assert.equal((await once.make()(patient, REQUEST, KEYED)).booking.id, 'a');
      assert.deepEqual(
        once.sent.map((call) => call.updateId),
        ['book', `book@${NOW.getTime() / 10_000}`],
      );
    }
    const always = world({
      book() {
        throw TOO_LATE;
      },
    });
    await assert.rejects(always.make()(patient, REQUEST, KEYED), refusedWith('unavailable'));
    assert.equal(always.sent.length, 2);
  });
  it('repeats nothing for a refusal', async () => {
    const { sent, make } = world({
      book() {
        throw new DomainError('slot_taken', 'taken');
      },
    });
    await assert.rejects(make()(patient, REQUEST, KEYED), refusedWith('slot_taken'));
    assert.equal(sent.length, 1);
  });
  it('answers a stored booking without the engine, and refuses another body', async () => {
    const first = world();
    await first.make()(patient, REQUEST, KEYED);
    const bodyHash = first.sent[0]?.command.bodyHash ?? '';
    const again = world({ stored: { bodyHash, booking: { ...BOOKING, id: 'stored' } }, start: NOW });
    const { booking, replayed } = await again.make()(patient, REQUEST, KEYED);
    assert.deepEqual([booking.id, replayed], ['stored', true]);
    assert.equal(again.sent.length, 0);
    await assert.rejects(
      again.make()(patient, { ...REQUEST, symptoms: 'other' }, KEYED),
      refusedWith('idempotency_conflict'),
    );
  });
  it('takes patients who name themselves for those who name nobody', async () => {
    const { sent, make } = world();
    await make()(patient, REQUEST, KEYED);
    await make()(patient, { ...REQUEST, patientId: patient.userId }, KEYED);
    assert.equal(sent[0]?.command.bodyHash, sent[1]?.command.bodyHash);
  });
  it('refuses what the engine stored for another body', async () => {
    const { make } = world({ book: () => ({ bodyHash: 'other', booking: { ...BOOKING, id: 'a' } }) });
    await assert.rejects(make()(patient, REQUEST, KEYED), refusedWith('idempotency_conflict'));
  });
  it('refuses a slot that has started, before any workflow', async () => {
    const { sent, make } = world({ start: NOW });
    await assert.rejects(make()(patient, REQUEST, null), refusedWith('slot_unavailable'));
    assert.equal(sent.length, 0);
  });
});
