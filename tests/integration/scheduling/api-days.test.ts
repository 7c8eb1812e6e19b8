import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { ApiClient } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const A = '/api/v1/appointments';
const SLOTS = `${A}/availabilities`;

/** A Monday of next year, in winter: Sydney is 10 hours ahead of UTC, Manila 8. */
const YEAR = new Date().getUTCFullYear() + 1;
const JULY = new Date(Date.UTC(YEAR, 6, 1));
const MONDAY = new Date(JULY.getTime() + ((8 - JULY.getUTCDay()) % 7) * 86_400_000).toISOString().slice(0, 10);
const SUNDAY = new Date(Date.parse(MONDAY) - 86_400_000).toISOString().slice(0, 10);

describe('a date without a time, in a list', () => {
  let clinic: TestClinic;
  let doctorIs: Person;
  let doctor: ApiClient;
  let patient: ApiClient;
  let accountant: ApiClient;
  let manila: string;
  const booked: string[] = [];

  before(async () => {
    clinic = await startClinic({ env: { PAYMENTS_ENABLED: 'false' } });
    doctorIs = await clinic.person('doctor');
    const patientIs = await clinic.person('patient');
    manila = randomUUID();
    await clinic.core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const place = { id: manila, name: 'Manila', slug: 'manila', timezone: 'Asia/Manila', currency: 'php' as const };
      await scope.clinics.create({ ...place, phone: null });
      const [clinicId, now] = [manila, new Date()];
      await scope.memberships.add({ userId: doctorIs.id, clinicId, role: 'doctor' }, now);
      await scope.memberships.add({ userId: patientIs.id, clinicId, role: 'patient' }, now);
    });
    doctor = await ApiClient.signIn(clinic, doctorIs);
    patient = await ApiClient.signIn(clinic, patientIs);
    accountant = await ApiClient.signIn(clinic, await clinic.person('accountant'));
    // Midnight, 09:00 and 23:45 of that Monday in Sydney; in UTC, the first two are still Sunday.
    for (const [time, clinicId] of [
      [`${SUNDAY}T13:45:00Z`, clinic.clinicId],
      [`${SUNDAY}T14:00:00Z`, clinic.clinicId],
      [`${SUNDAY}T15:45:00Z`, manila],
      [`${SUNDAY}T16:00:00Z`, manila],
      [`${SUNDAY}T23:00:00Z`, clinic.clinicId],
      [`${MONDAY}T13:45:00Z`, clinic.clinicId],
      [`${MONDAY}T14:00:00Z`, clinic.clinicId],
      [`${MONDAY}T15:45:00Z`, manila],
      [`${MONDAY}T16:00:00Z`, manila],
    ] as const)
      booked.push(await bookedAt(time, clinicId));
  });
  after(() => clinic?.stop());

  async function bookedAt(time: string, clinicId: string): Promise<string> {
    const start = new Date(time);
    const slot = {
      id: randomUUID(),
      clinicId,
      doctorId: doctorIs.id,
      startTime: start,
      endTime: new Date(start.getTime() + 15 * 60_000),
      slotType: 'short' as const,
      timezone: 'Australia/Sydney',
      createdBy: null,
    };
    await clinic.core.unitOfWork.withScope(SYSTEM, (scope) => scope.slots.insert(slot));
    return slot.id;
  }

  const times = (rows: readonly { start_time: string }[]) =>
    rows
      .map((row) => `${row.start_time.slice(0, 10) === SUNDAY ? 'Sun' : 'Mon'} ${row.start_time.slice(11, 16)}`)
      .sort();
  const free = async (query: string) => times((await patient.get(`${SLOTS}/list/?${query}`)).body);

  it('is that day on the wall of each clinic, the last one included', async () => {
    const day = ['Mon 13:45', 'Mon 15:45', 'Sun 14:00', 'Sun 16:00', 'Sun 23:00'];
    assert.deepEqual(await free(`from=${MONDAY}&to=${MONDAY}`), day);
    assert.deepEqual((await free(`from=${MONDAY}`)).length, 7);
    assert.deepEqual((await free(`to=${MONDAY}`)).length, 7);
    const paged = await patient.get(`${SLOTS}/list/?from=${MONDAY}&to=${MONDAY}&limit=4`);
    const next = /<(.*)>; rel="next"/.exec(paged.headers.get('link') ?? '')?.[1] ?? '';
    const second = await patient.get(next.slice(clinic.apiUrl.length));
    assert.deepEqual(times([...paged.body, ...second.body]), day);
  });

  it('is another day where a zone is named, and an instant is one everywhere', async () => {
    assert.deepEqual(await free(`from=${MONDAY}&to=${MONDAY}&timezone=UTC`), [
      'Mon 13:45',
      'Mon 14:00',
      'Mon 15:45',
      'Mon 16:00',
    ]);
    assert.deepEqual(await free(`from=${MONDAY}&to=${MONDAY}&timezone=asia/manila`), [
      'Mon 13:45',
      'Mon 14:00',
      'Mon 15:45',
      'Sun 16:00',
      'Sun 23:00',
    ]);
    assert.deepEqual(await free(`from=${SUNDAY}t14:00:00z&to=${SUNDAY}T23:00:00.0000001Z`), [
      'Sun 14:00',
      'Sun 15:45',
      'Sun 16:00',
    ]);
    for (const [query, field] of [
      ['timezone=EST', 'timezone'],
      [`from=${MONDAY}T09:00:00+10:00`, 'from'],
      ['to=2027-02-30', 'to'],
    ]) {
      for (const list of [`${SLOTS}/list/`, `${A}/`]) {
        const refused = await patient.get(`${list}?${query}`);
        assert.deepEqual([refused.status, refused.body.field], [400, field], `${list}?${query}`);
      }
      const takings = await accountant.get(`/api/v1/takings/?${query}`);
      assert.deepEqual([takings.status, takings.body.field], [400, field], query);
    }
  });

  it('means the same for appointments: a patient’s of all clinics, a doctor’s of the clinic acted in', async () => {
    for (const slot of booked) {
      const made = await patient.post(`${A}/`, { availability_id: slot });
      assert.equal(made.status, 201, JSON.stringify(made.body));
    }
    const there = ['Mon 15:45', 'Mon 16:00', 'Sun 15:45', 'Sun 16:00'];
    for (const [caller, hidden] of [
      [patient, []],
      [doctor, there],
    ] as const) {
      const of = async (query: string) => times((await caller.get(`${A}/?${query}`)).body);
      const seen = (all: readonly string[]) => all.filter((time) => !hidden.some((one) => one === time));
      assert.deepEqual(
        await of(`from=${MONDAY}&to=${MONDAY}`),
        seen(['Mon 13:45', 'Mon 15:45', 'Sun 14:00', 'Sun 16:00', 'Sun 23:00']),
      );
      assert.deepEqual(
        await of(`from=${MONDAY}&to=${MONDAY}&timezone=Etc/UTC`),
        seen(['Mon 13:45', 'Mon 14:00', 'Mon 15:45', 'Mon 16:00']),
      );
      assert.deepEqual(await of(`from=${SUNDAY}T14:00:00Z&to=${SUNDAY}T16:00:00Z`), seen(['Sun 14:00', 'Sun 15:45']));
    }
  });
});

describe('a time of a slot', () => {
  let clinic: TestClinic;
  let doctor: ApiClient;

  before(async () => {
    clinic = await startClinic();
    doctor = await ApiClient.signIn(clinic, await clinic.person('doctor'));
  });
  after(() => clinic?.stop());

  it('is taken as RFC 3339 allows it', async () => {
    const body = {
      start_time: `${MONDAY}t09:00:00.${'0'.repeat(60)}z`,
      end_time: `${MONDAY}T19:15:00.0000+10:00`,
      slot_type: 'short',
    };
    const made = await doctor.post(`${SLOTS}/`, body);
    assert.deepEqual([made.status, made.body.start_time], [201, `${MONDAY}T09:00:00.000Z`], JSON.stringify(made.body));
  });

  it('that the clocks skip is named, alone and among others', async () => {
    const october = new Date(Date.UTC(YEAR, 9, 1));
    const day = new Date(october.getTime() + ((7 - october.getUTCDay()) % 7) * 86_400_000).toISOString().slice(0, 10);
    const window = { start_date: day, end_date: day, days_of_week: ['Sunday'], slot_type: 'short' };
    const bulk = async (start_time: string, end_time: string, timezone = 'Australia/Sydney') =>
      (await doctor.post(`${SLOTS}/bulk/`, { ...window, start_time, end_time, timezone })).body;
    const after = new Date(Date.parse(`${day}T02:00:00Z`) - 10 * 3_600_000).toISOString();
    const skipped = { start_time: after, reason: `the clocks go forward: there is no 02:00 to 03:00 on ${day}` };
    assert.deepEqual(await bulk('02:00', '03:00'), { created: 0, skipped: [skipped] });
    assert.deepEqual(await bulk('01:30', '03:30'), { created: 4, skipped: [skipped] });
    assert.deepEqual(await bulk('02:00', '03:00', 'Australia/Brisbane'), {
      created: 2,
      skipped: [
        { start_time: after, reason: 'overlaps another slot' },
        { start_time: new Date(Date.parse(after) + 15 * 60_000).toISOString(), reason: 'overlaps another slot' },
      ],
    });
  });
});
