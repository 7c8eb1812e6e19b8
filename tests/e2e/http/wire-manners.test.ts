import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createApp } from '../../../src/api/http/app.js';
import { apiServices, apiSettings } from '../../../src/composition/api.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { NO_LIMITS } from '../../support/api-skeleton.js';
import { ApiClient, type Reply } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const A = '/api/v1/appointments';
const O = '/api/v1/orders';
const SLOTS = `${A}/availabilities`;
const DAY_MS = 86_400_000;

interface Row {
  readonly id: string;
  readonly start_time: string;
}

describe('manners of the wire', () => {
  let clinic: TestClinic;
  let doctors: readonly Person[];
  let doctor: ApiClient;
  let patient: ApiClient;
  let patientIs: Person;
  let receptionist: ApiClient;
  const booked: string[] = [];
  const ordered: string[] = [];

  before(async () => {
    clinic = await startClinic();
    doctors = [await clinic.person('doctor'), await clinic.person('doctor'), await clinic.person('doctor')];
    doctor = await ApiClient.signIn(clinic, doctorAt(0));
    patientIs = await clinic.person('patient');
    patient = await ApiClient.signIn(clinic, patientIs);
    receptionist = await ApiClient.signIn(clinic, await clinic.person('receptionist'));
    for (const days of [3, 4, 5, 6, 7]) {
      const slot = await clinic.slot(doctorAt(0), days * DAY_MS);
      const { body } = await patient.post(`${A}/`, { availability_id: slot, symptoms: 'A cough' });
      booked.push(body.id);
      const order = await patient.post(`${O}/`, { appointmentId: body.id });
      assert.equal(order.status, 201, JSON.stringify(order.body));
      ordered.push(order.body.order_id);
    }
    // The same start with several doctors: a cursor by time alone would lose or repeat some of them.
    for (const one of doctors) for (const days of [20, 21, 22]) await clinic.slot(one, days * DAY_MS);
  });
  after(() => clinic?.stop());

  function doctorAt(index: number): Person {
    const one = doctors[index];
    assert.ok(one);
    return one;
  }

  function next(reply: Reply<unknown>): string | undefined {
    const url = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
    return url?.slice(new URL(url).origin.length);
  }

  /** Follows the Link header to the end; every page but the last is full. */
  async function walk(by: ApiClient, path: string, limit: number): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (let page: string | undefined = `${path}limit=${limit}`; page; ) {
      const reply: Reply<Row[]> = await by.get(page);
      assert.equal(reply.status, 200, JSON.stringify(reply.body));
      page = next(reply);
      if (page) assert.equal(reply.body.length, limit);
      rows.push(...reply.body);
      assert.ok(rows.length < 1000, 'it ends');
    }
    return rows;
  }

  it('pages slots, appointments and orders without a gap or a repeat', async () => {
    for (const limit of [1, 2, 4, 9]) {
      const slots = await walk(patient, `${SLOTS}/list/?`, limit);
      assert.deepEqual([slots.length, new Set(slots.map((row) => row.id)).size], [9, 9], `slots by ${limit}`);
      const starts = slots.map((row) => row.start_time);
      assert.deepEqual(starts, [...starts].sort());
    }
    for (const limit of [1, 2, 5]) {
      const mine = await walk(patient, `${A}/?status=pending&`, limit);
      assert.deepEqual(
        mine.map((row) => row.id),
        [...booked].reverse(),
        `appointments by ${limit}`,
      );
      const orders = await walk(receptionist, `${O}/?`, limit);
      assert.deepEqual(
        orders.map((row) => row.id),
        [...ordered].reverse(),
        `orders by ${limit}`,
      );
    }
  });

  it('filters appointments by status and by time, and keeps the filter in the Link', async () => {
    const all: Reply<Row[]> = await patient.get(`${A}/?status=booked,pending`);
    const second = all.body.at(-2)?.start_time ?? '';
    const fourth = all.body.at(-4)?.start_time ?? '';
    const path = `${A}/?status=booked,%20pending&from=${second}&to=${fourth}`;
    const rows = await walk(patient, `${path}&`, 1);
    // `from` is included, `to` is not.
    assert.deepEqual(
      rows.map((row) => row.id),
      [booked[2], booked[1]],
    );
    assert.deepEqual((await patient.get(`${A}/?status=booked`)).body, []);
    // A date is a day on the clinic's wall.
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Australia/Sydney' }).format(new Date(second));
    const byDate = await patient.get(`${A}/?from=${day}&to=2100-01-01`);
    assert.equal(byDate.body.length, 4);
  });

  it('takes every path with and without its slash', async () => {
    for (const path of [
      A,
      `${A}/${booked[0]}`,
      `${A}/${booked[0]}/status-history`,
      O,
      `${SLOTS}/list`,
      '/api/v1/users/profile',
      '/api/payments/status',
      '/health/live',
    ]) {
      const [bare, slashed] = [await patient.get(path), await patient.get(`${path}/`)];
      assert.deepEqual([bare.status, slashed.status], [200, 200], path);
      assert.deepEqual(slashed.body, bare.body, path);
    }
    assert.equal((await patient.post(A, { availability_id: 'x' })).status, 400);
    assert.equal((await patient.get(`${A}?limit=1`)).body.length, 1);
  });

  it('writes times in UTC with Z, prices with two places', async () => {
    const found: string[] = [];
    const look = (value: unknown, name = ''): void => {
      if (typeof value === 'object' && value !== null) {
        for (const [key, member] of Object.entries(value)) look(member, key);
      } else if (typeof value === 'string' && /(_at|_time|timestamp)$/.test(name)) {
        found.push(name);
        assert.match(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, name);
      } else if (name === 'price') assert.match(String(value), /^\d+\.\d\d$/);
    };
    for (const path of [
      A,
      O,
      `${O}/${ordered[0]}`,
      `${A}/${booked[0]}/status-history`,
      `${SLOTS}/list`,
      '/api/v1/users/sessions',
      '/api/v1/users/profile',
    ])
      look((await patient.get(path)).body);
    assert.ok(found.length > 40, `${found.length} times`);
  });

  it('answers HEAD as GET without its body', async () => {
    const got = await patient.get(`${A}/?limit=1`);
    const head = await patient.send('HEAD', `${A}/?limit=1`);
    assert.deepEqual([head.status, head.body], [200, '']);
    for (const name of ['content-type', 'content-length', 'link', 'cache-control'])
      assert.equal(head.headers.get(name), got.headers.get(name), name);
    assert.equal((await ApiClient.anonymous(clinic.apiUrl).send('HEAD', A)).status, 401);
  });

  it('shows and books slots of the caller’s own clinics only', async () => {
    const elsewhere = await anotherClinicsSlot();
    const listed = await walk(patient, `${SLOTS}/list/?`, 200);
    assert.ok(!listed.some((row) => row.id === elsewhere.slot));
    assert.deepEqual((await patient.get(`${SLOTS}/list/?doctor=${elsewhere.doctor}`)).body, []);
    assert.equal((await patient.post(`${A}/`, { availability_id: elsewhere.slot })).status, 404);
    assert.equal((await receptionist.delete(`${SLOTS}/${elsewhere.slot}/`)).status, 404);
  });

  it('leaves a trace of every reading by somebody else than the patient', async () => {
    const path = `${A}/${booked[0]}/`;
    const readings = async () => {
      const { rows } = await clinic.core.pool.query<{ actor_user_id: string; patient_id: string; details: object }>(
        "select actor_user_id, patient_id, details from audit_events where action = 'appointment.read' and entity_id = $1 order by id",
        [booked[0]],
      );
      return rows;
    };
    await patient.get(path);
    assert.deepEqual(await readings(), []);
    assert.equal((await doctor.get(path)).body.symptoms, 'A cough');
    assert.equal((await receptionist.get(path)).body.symptoms, null);
    const seen = await readings();
    assert.deepEqual(
      seen.map((row) => [row.patient_id, row.details]),
      [
        [patientIs.id, { symptoms: true }],
        [patientIs.id, { symptoms: false }],
      ],
    );
    assert.equal(seen[0]?.actor_user_id, doctorAt(0).id);
    const list: Reply<{ symptoms: string | null }[]> = await doctor.get(`${A}/`);
    assert.ok(list.body.length > 0 && list.body.every((row) => row.symptoms === null));
    assert.equal((await readings()).length, 2);
    assert.equal((await patient.get(`${A}/`)).body[0].symptoms, 'A cough');
  });

  it('knows a phone number by its many spellings, and refuses what is none', async () => {
    const register = (phone_number: unknown) =>
      ApiClient.anonymous(clinic.apiUrl).post('/api/v1/users/register/', {
        email: `${randomUUID()}@test.keepwell.invalid`,
        password: 'mypass123',
        first_name: 'Demo',
        last_name: 'Patient',
        phone_number,
      });
    for (const phone of [
      '0491570156',
      '0491 570 156',
      '(04) 9157-0156',
      '+61491570156',
      '+61 491 570 156',
      '0011 61 491 570 156',
    ]) {
      const reply = await register(phone);
      assert.deepEqual([reply.status, reply.body.phone_number], [201, '+61491570156'], phone);
    }
    assert.equal((await register('+442079460958')).body.phone_number, '+442079460958');
    assert.equal((await register(null)).body.phone_number, null);
    for (const phone of ['12', '0491 570 15', '+610491570156', 'call me', '04915701566', 491570156])
      assert.deepEqual([(await register(phone)).body.field, phone], ['phone_number', phone]);
  });

  it('limits requests per user, each with a count of its own', async () => {
    const services = apiServices(clinic.core);
    const settings = apiSettings(clinic.core);
    const limits = { ...NO_LIMITS, api: { points: 3, perMs: 60_000 } };
    const server = createServer(createApp(services, { ...settings, limits }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const small = { apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    try {
      const mine = await ApiClient.signIn(small, patientIs);
      const other = await ApiClient.signIn(small, doctorAt(1));
      for (const left of ['2', '1', '0']) {
        const reply = await mine.get(`${O}/`);
        const told = ['limit', 'remaining'].map((name) => reply.headers.get(`ratelimit-${name}`));
        assert.deepEqual([reply.status, ...told], [200, '3', left]);
        assert.match(reply.headers.get('ratelimit-reset') ?? '', /^\d+$/);
      }
      const refused = await mine.get(`${O}/`);
      assert.deepEqual(
        [refused.status, refused.body.error, refused.body.limit_type, refused.headers.get('retry-after')],
        [429, 'Rate limit exceeded', 'api_requests', String(refused.body.retry_after)],
      );
      assert.ok(refused.body.retry_after > 0 && refused.body.retry_after <= 60);
      assert.equal((await other.get('/api/v1/users/profile/')).status, 200);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  async function anotherClinicsSlot(): Promise<{ readonly slot: string; readonly doctor: string }> {
    const [clinicId, slot] = [randomUUID(), randomUUID()];
    const { id } = await clinic.person('doctor');
    const start = new Date(Date.now() + 8 * DAY_MS);
    await clinic.core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const zone = { timezone: 'Australia/Sydney' };
      await scope.clinics.create({
        id: clinicId,
        name: 'Other Clinic',
        slug: 'other',
        ...zone,
        currency: 'aud',
        phone: null,
      });
      await scope.slots.insert({
        id: slot,
        clinicId: clinicId,
        doctorId: id,
        startTime: start,
        endTime: new Date(start.getTime() + 900_000),
        slotType: 'short',
        ...zone,
        createdBy: null,
      });
    });
    return { slot, doctor: id };
  }
});
