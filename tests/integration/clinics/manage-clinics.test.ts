import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ApiClient, until } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const C = '/api/v1/clinics/';
const U = '/api/v1/users';
const HOUR = 3_600_000;

describe('clinics', () => {
  let clinic: TestClinic;
  let platform: ApiClient;
  let admin: ApiClient;

  before(async () => {
    clinic = await startClinic({ env: { PAYMENTS_ENABLED: 'false' } });
    platform = await ApiClient.signIn(clinic, await clinic.person('platform_admin'));
    admin = await ApiClient.signIn(clinic, await clinic.person('admin'));
  });
  after(() => clinic?.stop());

  const rows = async (sql: string, values: unknown[] = []) => (await clinic.core.pool.query(sql, values)).rows;
  const add = async (more: object = {}) => {
    const wanted = { name: `Clinic ${randomUUID()}`, timezone: 'Asia/Manila', currency: 'php', ...more };
    const { status, body } = await platform.post(C, wanted);
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  };
  /** Somebody who is a member of this clinic alone. */
  const memberOf = async (clinicId: string, role: Person['role']): Promise<Person> => {
    const person = await clinic.person(role);
    await rows('update memberships set clinic_id = $2 where user_id = $1', [person.id, clinicId]);
    return person;
  };
  const logIn = ({ email, password }: Person) =>
    ApiClient.anonymous(clinic.apiUrl).post(`${U}/login/`, { email, password }, null);

  it('are added by who looks after the platform, once for each key, name and slug', async () => {
    const key = randomUUID();
    const wanted = {
      name: 'Bayside Hospital',
      slug: 'bayside',
      type: 'hospital',
      timezone: 'Asia/Manila',
      currency: 'php',
    };
    const made = await platform.post(C, wanted, key);
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const { id, ...said } = made.body;
    assert.deepEqual(
      [said.name, said.slug, said.type, said.region, said.status, said.specialties],
      ['Bayside Hospital', 'bayside', 'hospital', 'ph', 'active', []],
    );
    assert.equal((await platform.post(C, wanted, key)).body.id, id);
    for (const [field, change] of [
      ['name', { slug: 'other' }],
      ['slug', { name: 'Another' }],
      ['slug', { name: 'Another', slug: 'Not A Slug' }],
      ['timezone', { name: 'Another', slug: 'another', timezone: 'Manila' }],
      ['organisation_id', { name: 'Another', slug: 'another', organisation_id: randomUUID() }],
    ] as const) {
      const refused = await platform.post(C, { ...wanted, ...change });
      assert.deepEqual([refused.status, refused.body.field], [400, field], JSON.stringify(refused.body));
    }
    assert.equal((await admin.post(C, { ...wanted, name: 'Mine', slug: 'mine' })).status, 403);
    assert.equal((await rows("select 1 from subjects where id = $1 and kind = 'clinic'", [id])).length, 1);
  });

  it('are found by anybody who is signed in, by name and type, with what their doctors do', async () => {
    const { id, name } = await add({ type: 'solo' });
    const doctor = await memberOf(id, 'doctor');
    await rows("update doctor_profiles set specialty = 'Dermatology' where user_id = $1", [doctor.id]);
    const stranger = await ApiClient.signIn(clinic, await clinic.person('patient'));
    const found = await stranger.get(`${C}?search=${encodeURIComponent(name.slice(7).toUpperCase())}&type=solo`);
    assert.deepEqual(
      found.body.map((one: { id: string }) => one.id),
      [id],
    );
    assert.deepEqual((await stranger.get(`${C}${id}/`)).body.specialties, ['Dermatology']);
    assert.deepEqual((await stranger.get(`${C}?search=${encodeURIComponent('%')}`)).body, []);
    const first = await stranger.get(`${C}?limit=1`);
    const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await stranger.get(next.slice(clinic.apiUrl.length));
    assert.notEqual(second.body[0].id, first.body[0].id);
    assert.equal((await stranger.get(`${C}${randomUUID()}/`)).status, 404);
  });

  it('are of the type, region and organisation that who looks after the platform says', async () => {
    const { id } = await add();
    const there = await ApiClient.signIn(clinic, await memberOf(id, 'admin'));
    assert.equal((await there.patch(`${C}${id}/`, { name: `Renamed ${id}` })).body.name, `Renamed ${id}`);
    assert.equal((await there.patch(`${C}${id}/`, { type: 'hospital' })).status, 403);
    assert.equal((await admin.patch(`${C}${id}/`, { name: 'Mine' })).status, 404);
    const changed = await platform.patch(`${C}${id}/`, { type: 'hospital', region: 'ng' });
    assert.deepEqual([changed.body.type, changed.body.region], ['hospital', 'ng']);
    assert.equal((await platform.patch(`${C}${id}/`, { organisation_id: randomUUID() })).body.field, 'organisation_id');
  });

  it('that are suspended let nobody act or sign in, take no bookings and keep their records, until they are resumed', async () => {
    const { id, name } = await add();
    const [doctor, nurse, patient] = [
      await memberOf(id, 'doctor'),
      await memberOf(id, 'nurse'),
      await memberOf(id, 'patient'),
    ];
    // The patient is one of the first clinic, too, and acts there.
    const { clinicId } = clinic;
    await rows("insert into memberships (user_id, clinic_id, role, activated_at) values ($1, $2, 'patient', now())", [
      patient.id,
      clinicId,
    ]);
    const [slotOf, booked] = [await freeSlot(id, doctor, 30), await freeSlot(id, doctor, 40)];
    const acting = await ApiClient.signIn(clinic, nurse);
    const session = (await logIn(nurse)).body;
    const api = await ApiClient.signIn(clinic, patient);
    const visit = await api.post('/api/v1/appointments/', { availability_id: booked });
    assert.equal(visit.status, 201, JSON.stringify(visit.body));

    assert.equal((await platform.post(`${C}${id}/suspend/`, { reason: ' ' })).status, 400);
    assert.equal((await admin.post(`${C}${id}/suspend/`, { reason: 'Mine' })).status, 403);
    const suspended = await platform.post(`${C}${id}/suspend/`, { reason: 'Licence withdrawn' });
    assert.deepEqual([suspended.body.status, suspended.body.suspension_reason], ['suspended', 'Licence withdrawn']);
    const again = await platform.post(`${C}${id}/suspend/`, { reason: 'Licence withdrawn' });
    assert.deepEqual([again.status, again.body.code], [409, 'invalid_transition']);

    const booking = await api.post('/api/v1/appointments/', { availability_id: slotOf });
    assert.deepEqual([booking.status, booking.body.code], [409, 'slot_unavailable']);
    assert.match(booking.body.error, /suspended/);
    const moved = await api.post(`/api/v1/appointments/${visit.body.id}/reschedule/`, { availability_id: slotOf });
    assert.deepEqual([moved.status, moved.body.code], [409, 'slot_unavailable'], JSON.stringify(moved.body));
    const free = await api.get('/api/v1/appointments/availabilities/list/');
    assert.ok(!JSON.stringify(free.body).includes(slotOf));
    await until('the token to be void', async () => (await acting.get(`${U}/profile/`)).status === 401);
    const refreshed = await ApiClient.anonymous(clinic.apiUrl).post(
      `${U}/token/refresh/`,
      { refresh: session.refresh },
      null,
    );
    assert.equal(refreshed.status, 401);
    assert.equal((await logIn(nurse)).status, 403);
    assert.equal((await logIn(patient)).body.user.clinic_id, clinicId);
    const there = (await api.get(`${U}/memberships/`)).body.find((one: { clinic_id: string }) => one.clinic_id === id);
    const entering = await api.post(`${U}/memberships/${there.id}/activate/`, {});
    assert.deepEqual([entering.status, entering.body.code], [409, 'invalid_transition']);
    const stranger = await ApiClient.signIn(clinic, await clinic.person('patient'));
    assert.equal((await stranger.post(`${U}/memberships/`, { clinic_id: id })).status, 409);
    const registering = { email: `${randomUUID()}@demo.keepwell.invalid`, password: 'a phrase of mine' };
    const newcomer = { ...registering, first_name: 'New', last_name: 'Comer', clinic_id: id };
    assert.equal((await ApiClient.anonymous(clinic.apiUrl).post(`${U}/register/`, newcomer)).status, 409);
    assert.equal((await api.get(`/api/v1/appointments/${visit.body.id}/`)).body.status, 'booked', 'records stay');
    assert.deepEqual((await api.get(`${C}?search=${encodeURIComponent(name)}`)).body, []);
    assert.equal((await platform.get(`${C}?search=${encodeURIComponent(name)}`)).body.length, 1);
    assert.equal((await api.get(`${C}${id}/`)).body.suspension_reason, null);

    const resumed = await platform.post(`${C}${id}/resume/`, { reason: 'Licence renewed' });
    assert.deepEqual([resumed.body.status, resumed.body.suspension_reason], ['active', null]);
    assert.equal((await platform.post(`${C}${id}/resume/`, { reason: 'Again' })).status, 409);
    await until('the token to be good again', async () => (await acting.get(`${U}/profile/`)).status === 200);
    assert.equal((await api.post('/api/v1/appointments/', { availability_id: slotOf })).status, 201);
  });

  async function freeSlot(clinicId: string, doctor: Person, hours: number): Promise<string> {
    const id = randomUUID();
    const start = new Date(Math.ceil(Date.now() / HOUR) * HOUR + hours * HOUR);
    await rows(
      `insert into availabilities (id, clinic_id, doctor_id, start_time, end_time, slot_type, timezone)
       values ($1, $2, $3, $4, $5, 'short', 'UTC')`,
      [id, clinicId, doctor.id, start, new Date(start.getTime() + 900_000)],
    );
    return id;
  }

  it('have locations with hours of their own, which a provider number can name, and departments', async () => {
    const path = `${C}${clinic.clinicId}/locations/`;
    const address = { line1: '5 Harbour Street', suburb: 'Sydney', state: 'NSW', postcode: '2000' };
    const hours = [
      { day: 'Mon', from: '09:00', to: '12:00' },
      { day: 'Mon', from: '13:00', to: '24:00' },
    ];
    const made = await admin.post(path, { name: 'Rooms', address, phone: '02 5550 0199', opening_hours: hours });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    assert.deepEqual(
      [made.body.phone, made.body.timezone, made.body.opening_hours],
      ['+61255500199', 'Australia/Sydney', hours],
    );
    for (const [field, change] of [
      ['opening_hours.1', { opening_hours: [hours[0], { day: 'Mon', from: '11:00', to: '13:00' }] }],
      ['opening_hours.0', { opening_hours: [{ day: 'Mon', from: '11:00', to: '11:00' }] }],
      ['timezone', { timezone: 'Sydney' }],
      ['phone', { phone: '12' }],
    ] as const) {
      const refused = await admin.patch(`${path}${made.body.id}/`, change);
      assert.deepEqual([refused.status, refused.body.field], [400, field], JSON.stringify(refused.body));
    }
    const changed = await admin.patch(`${path}${made.body.id}/`, { timezone: 'Australia/Perth', name: 'West' });
    assert.deepEqual(
      [changed.body.timezone, changed.body.name, changed.body.phone],
      ['Australia/Perth', 'West', '+61255500199'],
    );
    const departments = `${C}${clinic.clinicId}/departments/`;
    const skin = await admin.post(departments, { name: 'Skin', location_id: made.body.id });
    assert.equal(skin.status, 201, JSON.stringify(skin.body));
    assert.equal((await admin.post(departments, { name: 'Skin' })).body.field, 'name');
    assert.equal(
      (await admin.patch(`${departments}${skin.body.id}/`, { location_id: randomUUID() })).body.field,
      'location_id',
    );

    const doctor = await ApiClient.signIn(clinic, await clinic.person('doctor'));
    const number = (location_id: string) => ({
      doctor_profile: { provider_numbers: [{ number: '2426621B', location: 'West', location_id }] },
    });
    const foreign = await add();
    const [elsewhere] = await rows(
      `insert into locations (id, clinic_id, name, address, created_at, updated_at)
       values ($1, $2, 'Away', '{}', now(), now()) returning id`,
      [randomUUID(), foreign.id],
    );
    const refused = await doctor.patch(`${U}/profile/`, number(elsewhere.id));
    assert.deepEqual([refused.status, refused.body.field], [400, 'doctor_profile.provider_numbers.0.location_id']);
    const kept = await doctor.patch(`${U}/profile/`, number(made.body.id));
    assert.equal(kept.body.doctor_profile?.provider_numbers[0].location_id, made.body.id, JSON.stringify(kept.body));

    const stranger = await ApiClient.signIn(clinic, await memberOf(foreign.id, 'admin'));
    assert.equal((await stranger.get(path)).body.length, 1, 'anybody may know where a clinic works');
    assert.equal((await stranger.patch(`${path}${made.body.id}/`, { name: 'Mine' })).status, 404);
    assert.equal((await stranger.patch(`${C}${foreign.id}/locations/${made.body.id}/`, { name: 'Mine' })).status, 404);
    assert.equal((await doctor.delete(`${path}${made.body.id}/`)).status, 403);
    assert.equal((await admin.delete(`${path}${made.body.id}/`)).status, 204);
    assert.equal((await admin.get(departments)).body[0].location_id, null);
    assert.equal((await admin.delete(`${departments}${skin.body.id}/`)).status, 204);
    assert.deepEqual((await admin.get(departments)).body, []);
  });

  it('of an organisation are worked at by its members, in one at a time, as long as they belong to it', async () => {
    const organisation = (await platform.post('/api/v1/organisations/', { name: `Group ${randomUUID()}` })).body;
    const members = `/api/v1/organisations/${organisation.id}/members/`;
    const [one, two, three] = [await add({ organisation_id: organisation.id }), await add(), await add()];
    const nurse = await clinic.person('nurse');
    const admins = [await memberOf(one.id, 'admin'), await memberOf(two.id, 'admin')];
    // Has a membership of their own at the second clinic, which stays.
    await rows("insert into memberships (user_id, clinic_id, role) values ($1, $2, 'accountant')", [nurse.id, two.id]);
    await platform.patch(`${C}${two.id}/`, { organisation_id: organisation.id });
    assert.equal((await admin.post(members, { email: nurse.email, role: 'admin' })).status, 403);
    const unknown = await platform.post(members, { email: 'nobody@demo.keepwell.invalid', role: 'nurse' });
    assert.equal(unknown.body.field, 'email');
    const member = await platform.post(members, { email: nurse.email, role: 'nurse' });
    assert.equal(member.status, 201, JSON.stringify(member.body));
    assert.equal((await platform.post(members, { email: nurse.email, role: 'admin' })).status, 409);
    await platform.patch(`${C}${three.id}/`, { organisation_id: organisation.id });
    const api = await ApiClient.signIn(clinic, nurse);
    const places = async () => {
      const { body } = await api.get(`${U}/memberships/`);
      const shown = body.map((at: { clinic_id: string; role: string; status: string }) => [
        at.clinic_id,
        at.role,
        at.status,
      ]);
      return Object.fromEntries(shown.map(([id, role, status]: string[]) => [id, `${role} ${status}`]));
    };
    const expected = { [one.id]: 'nurse active', [two.id]: 'accountant active', [three.id]: 'nurse active' };
    assert.deepEqual(await places(), { [clinic.clinicId]: 'nurse active', ...expected });
    const at = (await api.get(`${U}/memberships/`)).body.find(
      (each: { clinic_id: string }) => each.clinic_id === three.id,
    );
    const pair = await api.post(`${U}/memberships/${at.id}/activate/`, {});
    const there = ApiClient.withToken(clinic.apiUrl, pair.body.access, nurse);
    assert.equal((await there.get('/api/v1/appointments/')).status, 200);
    assert.equal(
      (await there.get(`/api/v1/appointments/availabilities/?clinic=${one.id}`)).status,
      404,
      'one at a time',
    );

    await platform.patch(`${C}${three.id}/`, { organisation_id: null });
    await until(
      'the clinic that left to be closed to them',
      async () => (await there.get(`${U}/profile/`)).status === 401,
    );
    assert.equal((await platform.delete(`${members}${member.body.id}/`)).status, 204);
    assert.equal((await platform.delete(`${members}${member.body.id}/`)).status, 404);
    const again = await ApiClient.signIn(clinic, nurse);
    const { body: after } = await again.get(`${U}/memberships/`);
    const status = Object.fromEntries(
      after.map((each: { clinic_id: string; status: string }) => [each.clinic_id, each.status]),
    );
    assert.deepEqual([status[one.id], status[two.id], status[three.id]], ['ended', 'active', 'ended']);
    await platform.patch(`${C}${three.id}/`, { organisation_id: organisation.id });
    const manager = await platform.post(members, { email: nurse.email, role: 'admin' });
    await rows('delete from sessions where user_id = any($1)', [admins.map(({ id }) => id)]);
    const last = await platform.delete(`${members}${manager.body.id}/`);
    assert.deepEqual([last.status, last.body.code], [409, 'invalid_transition'], 'the third clinic has no other admin');
    assert.equal((await platform.get(members)).body.length, 1, 'and nothing has changed');
  });
});
