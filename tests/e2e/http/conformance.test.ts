import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ANSWERS, BODIES, BULK_CREATED, type ExpectedKeys } from '../../fixtures/seed-bodies.js';
import { ApiClient, pay, type Reply, until } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';
import { endlessSchemas, has, misfits, names, responseOf, schemaOf } from '../../support/openapi.js';

const A = '/api/v1/appointments';
const O = '/api/v1/orders';
const C = '/api/v1/chat';
const DAY_MS = 86_400_000;

describe('the bodies of seeds/003', () => {
  let clinic: TestClinic;
  let admin: ApiClient;
  let doctor: ApiClient;
  let patient: ApiClient;
  let doctorIs: Person;

  before(async () => {
    clinic = await startClinic({
      env: {
        RATE_LIMIT_BOOKINGS: '3/1h',
        RATE_LIMIT_LOGIN: '5/1m',
        POLICY_REMINDERS: '1h',
        POLICY_CHAT_OPENS: '30d',
      },
    });
    admin = await ApiClient.signIn(clinic, await clinic.person('admin'));
    doctorIs = await registered(admin, BODIES.registerDoctor);
    doctor = await ApiClient.signIn(clinic, doctorIs);
    patient = await newPatient();
  });
  after(() => clinic?.stop());

  /** Every answer fits its schema in the document, and has what the seed shows. */
  function conforms(expected: ExpectedKeys, reply: Reply<unknown>): void {
    const { method, route, status, keys } = expected;
    assert.equal(reply.status, status, JSON.stringify(reply.body));
    const documented = responseOf(method, route, status);
    const type = (reply.headers.get('content-type') ?? '').split(';')[0] ?? '';
    assert.ok(documented?.content?.[type], `${method} ${route} ${status} documents ${type}`);
    const schema = schemaOf(documented);
    assert.ok(schema, `${method} ${route} ${status} has a schema`);
    assert.deepEqual(misfits(schema, reply.body), []);
    for (const key of keys) assert.ok(has(reply.body, key), `${method} ${route} answers ${key}`);
  }

  async function registered(by: ApiClient, body: { readonly password: string; readonly role: Person['role'] }) {
    const email = `${randomUUID()}@test.keepwell.invalid`;
    const reply = await by.post('/api/v1/users/register/', { ...body, email });
    assert.equal(reply.status, 201, JSON.stringify(reply.body));
    const schema = schemaOf(responseOf('POST', '/api/v1/users/register', 201));
    assert.deepEqual(schema && misfits(schema, reply.body), []);
    assert.match(reply.body.phone_number, /^\+614915701\d\d$/);
    return { id: reply.body.id as string, role: body.role, email, password: body.password };
  }

  async function newPatient(): Promise<ApiClient> {
    const person = await registered(ApiClient.anonymous(clinic.apiUrl), BODIES.registerPatient);
    return ApiClient.signIn(clinic, person);
  }

  async function book(by: ApiClient, inMs: number): Promise<string> {
    const booked = await by.post(`${A}/`, { availability_id: await clinic.slot(doctorIs, inMs) });
    conforms(ANSWERS.booking, booked);
    return booked.body.id;
  }

  async function bookAndPay(inMs: number) {
    const api = await newPatient();
    const id = await book(api, inMs);
    const order = await api.post(`${O}/`, { appointmentId: id });
    conforms(ANSWERS.order, order);
    assert.equal(await pay(clinic, order.body.stripe_checkout_url), 200);
    await until('the confirmation', async () => (await api.get(`${A}/${id}/`)).body.status === 'booked');
    return { api, id, order: order.body.order_id as string };
  }

  it('finds every member that the seed shows in the OpenAPI document', () => {
    assert.deepEqual(endlessSchemas(), []);
    for (const { method, route, status, keys } of Object.values(ANSWERS)) {
      const schema = schemaOf(responseOf(method, route, status));
      for (const key of keys) assert.ok(names(schema, key), `${method} ${route} ${status}: ${key}`);
    }
    assert.ok(!names(schemaOf(responseOf('GET', O, 200)), '[].colour'), 'the check can fail');
  });

  it('signs in, and keeps the identifiers of the profile', async () => {
    const { email, password } = doctorIs;
    conforms(ANSWERS.login, await ApiClient.anonymous(clinic.apiUrl).post('/api/v1/users/login/', { email, password }));
    conforms(ANSWERS.doctorProfile, await doctor.patch('/api/v1/users/profile/', BODIES.doctorProfile));
    assert.equal((await patient.patch('/api/v1/users/profile/', BODIES.patientProfile)).status, 200);
    const read = await patient.get('/api/v1/users/profile/');
    conforms(ANSWERS.patientProfile, read);
    assert.equal(read.body.patient_profile.medicare_expiry, '2028-09');
  });

  it('offers times: one, and a week of them', async () => {
    const day = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + 30 * DAY_MS);
    const date = (plus: number) => new Date(day.getTime() + plus * DAY_MS).toISOString().slice(0, 10);
    const toMonday = (8 - day.getUTCDay()) % 7;
    const one = {
      ...BODIES.availability,
      start_time: `${date(0)}T09:00:00Z`,
      end_time: `${date(0)}T09:15:00Z`,
    };
    const made = await doctor.post(`${A}/availabilities/`, one);
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const week = { ...BODIES.bulkAvailability, start_date: date(toMonday), end_date: date(toMonday + 6) };
    const bulk = await doctor.post(`${A}/availabilities/bulk/`, week);
    assert.deepEqual([bulk.status, bulk.body], [201, { created: BULK_CREATED, skipped: [] }]);
    const list = await patient.get(`${A}/availabilities/list/?doctor=${doctorIs.id}&limit=200`);
    conforms(ANSWERS.slots, list);
    assert.equal(list.body.length, BULK_CREATED + 1);
    // 09:00 in Brisbane, which knows no daylight saving.
    assert.ok(list.body.some((slot: { start_time: string }) => slot.start_time.endsWith('T23:00:00.000Z')));
  });

  it('books, refuses a second booking of the slot and an id that is none', async () => {
    const id = await book(patient, 3 * DAY_MS);
    const read = await patient.get(`${A}/${id}/`);
    conforms(ANSWERS.appointment, read);
    assert.deepEqual([read.body.price, read.body.is_initial], ['80.00', true]);
    const held = Date.parse(read.body.expires_at) - Date.parse(read.body.booked_at);
    assert.equal(held, 15 * 60_000);
    const taken = await (await newPatient()).post(`${A}/`, { availability_id: read.body.availability });
    conforms(ANSWERS.taken, taken);
    assert.equal(taken.body.error, 'Slot already booked');
    const invalid = await patient.post(`${A}/`, BODIES.notAnId);
    conforms(ANSWERS.invalid, invalid);
    assert.deepEqual(
      [invalid.body.error, invalid.body.field, invalid.body.validation_failed],
      ['Invalid availability_id format. Must be a valid UUID.', 'availability_id', true],
    );
    conforms(ANSWERS.appointments, await admin.get(`${A}/`));
  });

  it('opens one order, and names it to whoever asks for a second', async () => {
    const api = await newPatient();
    const id = await book(api, 4 * DAY_MS);
    const order = await api.post(`${O}/`, { appointmentId: id });
    conforms(ANSWERS.order, order);
    assert.equal(order.body.amount, 8000);
    const second = await api.post(`${O}/`, { appointmentId: id });
    conforms(ANSWERS.orderExists, second);
    assert.deepEqual(
      [second.body.error, second.body.existing_order, second.body.payment_url],
      ['Order already exists for this appointment', order.body.order_id, order.body.stripe_checkout_url],
    );
    const read = await api.get(`${O}/${order.body.order_id}/`);
    conforms(ANSWERS.orderRead, read);
    assert.deepEqual([read.body.status, read.body.appointment.status], ['pending', 'pending']);
  });

  it('completes a visit: status history, order, audit and the deleted record', async () => {
    // Time enough to pay, which ends with the start.
    const { api, id, order } = await bookAndPay(10_000);
    const start = await doctor.patch(`${A}/${id}/update/`, { status: 'in_progress' });
    assert.equal(start.status, 200, JSON.stringify(start.body));
    await until('the start', async () => Date.parse(start.body.start_time) < Date.now());
    const completed = await doctor.patch(`${A}/${id}/update/`, BODIES.completed);
    assert.deepEqual([completed.status, completed.body.appointment.status], [200, 'completed']);
    assert.equal(completed.body.stripe_refund, null);
    const history = await doctor.get(`${A}/${id}/status-history/`);
    conforms(ANSWERS.history, history);
    assert.equal(history.body.status_history[0].system_context.payment_window, '15 minutes');
    const paid = history.body.status_history.find((one: { status: string }) => one.status === 'booked');
    assert.deepEqual(paid.changed_by, { system: 'stripe_webhook', triggered_by: 'payment_success' });
    const read = await api.get(`${O}/${order}/`);
    conforms(ANSWERS.orderRead, read);
    assert.deepEqual([read.body.status, read.body.appointment], ['completed', { id, status: 'completed' }]);
    assert.match(read.body.stripe_payment_intent, /^pi_/);
    const audit = await admin.get(`${O}/${order}/audit/`);
    conforms(ANSWERS.audit, audit);
    const event = (name: string) => audit.body.financial_events.find((one: { event: string }) => one.event === name);
    assert.equal(event('payment_completed').stripe_event, 'checkout.session.completed');
    assert.equal(event('service_completed').final_status, 'completed');
    assert.equal(audit.body.total_revenue, '80.00');
    const deleted = await api.send('DELETE', `${A}/${id}/`, undefined, null, { prefer: 'return=representation' });
    conforms(ANSWERS.deleted, deleted);
    assert.deepEqual([deleted.body.appointment.id, deleted.body.appointment.deleted_by], [id, read.body.patient]);
    assert.equal((await api.get(`${A}/${id}/`)).status, 404);
  });

  it('lets patient and doctor write to each other, and nobody else', async () => {
    const { api, id } = await bookAndPay(6 * DAY_MS);
    const room = (await api.get(`${A}/${id}/`)).body.chat_room_id as string;
    conforms(ANSWERS.chatMessage, await api.post(`${C}/messages/${room}/`, BODIES.chatMessage));
    conforms(ANSWERS.chatMessage, await doctor.post(`${C}/messages/${room}/`, BODIES.chatAnswer));
    const rooms = await api.get(`${C}/`);
    conforms(ANSWERS.chatRooms, rooms);
    const [{ unread_count: unread, last_unread_message: latest }] = rooms.body;
    assert.deepEqual([unread, latest.message], [1, BODIES.chatAnswer.message]);
    const read = await api.get(`${C}/${room}/`);
    conforms(ANSWERS.chatRoom, read);
    assert.equal(read.body.appointment_context.duration, '15 minutes');
    const messages = await doctor.get(`${C}/${room}/messages/`);
    conforms(ANSWERS.chatMessages, messages);
    assert.deepEqual(
      messages.body.map((one: { message: string }) => one.message),
      [BODIES.chatMessage.message, BODIES.chatAnswer.message],
    );
    assert.equal(messages.headers.get('x-room-rev'), '2');
    const marked = await api.send('POST', `${C}/${room}/mark-read/`);
    conforms(ANSWERS.chatRead, marked);
    assert.deepEqual(marked.body, { messages_marked_read: 1, room_unread_count: 0 });
    assert.equal((await patient.get(`${C}/${room}/messages/`)).status, 404);
    assert.equal((await admin.get(`${C}/${room}/messages/`)).status, 404);
    await clinic.core.pool.query("update chat_members set left_at = now() where room_id = $1 and role = 'doctor'", [
      room,
    ]);
    const refused = await doctor.get(`${C}/${room}/messages/`);
    conforms(ANSWERS.chatRefused, refused);
    assert.equal(refused.body.error, 'You do not have permission to access this chat room');
  });

  it('gives the money back when the doctor cancels', async () => {
    const { api, id } = await bookAndPay(5 * DAY_MS);
    const cancelled = await doctor.patch(`${A}/${id}/update/`, BODIES.cancelledByDoctor);
    conforms(ANSWERS.cancelled, cancelled);
    assert.equal(cancelled.body.status, 'cancelled_by_doctor');
    assert.deepEqual(
      [cancelled.body.stripe_refund.amount, cancelled.body.stripe_refund.reason],
      [8000, 'cancelled_by_doctor'],
    );
    const { id: refundId, provider, amount, currency, status, reason } = cancelled.body.refund;
    assert.deepEqual([provider, amount, currency, reason], ['stripe', 8000, 'aud', 'cancelled_by_doctor']);
    assert.ok(refundId && ['pending', 'succeeded'].includes(status));
    const read = await until('the refund', async () => {
      const reply = await api.get(`${A}/${id}/`);
      return reply.body.refund_status === 'refunded' && reply;
    });
    conforms(ANSWERS.appointment, read);
  });

  it('lists medicines, and says of one what a prescriber has to know', async () => {
    const made = await admin.post('/api/v1/drugs/', BODIES.drug);
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const list = await doctor.get('/api/v1/drugs/?search=paracetamol&active=true');
    conforms(ANSWERS.drugs, list);
    const listed = list.body.find(({ id }: { id: string }) => id === made.body.id);
    const { name, strength, form, pbs_code: pbsCode } = BODIES.drug;
    assert.deepEqual([listed.name, listed.strength, listed.form, listed.pbs_code], [name, strength, form, pbsCode]);
    assert.deepEqual([listed.schedule, listed.match], ['Unscheduled', 'exact']);
    const one = await doctor.get(`/api/v1/drugs/${made.body.id}/`);
    conforms(ANSWERS.drug, one);
    assert.deepEqual(one.body.prescribing_info, BODIES.drug.prescribing_info);
  });

  it('limits bookings per patient: holds that succeeded, replays not counted', async () => {
    const api = await newPatient();
    const slots = [10, 11, 12, 13].map((days) => clinic.slot(doctorIs, days * DAY_MS));
    const [first, second, third, fourth] = await Promise.all(slots);
    const key = randomUUID();
    const one = await api.post(`${A}/`, { availability_id: first }, key);
    for (let i = 0; i < 4; i += 1) {
      const replay = await api.post(`${A}/`, { availability_id: first }, key);
      assert.deepEqual([replay.status, replay.body], [201, one.body]);
    }
    assert.equal((await api.post(`${A}/`, { availability_id: first })).body.code, 'slot_taken');
    assert.equal((await api.post(`${A}/`, { availability_id: second })).status, 201);
    assert.equal((await api.post(`${A}/`, { availability_id: third })).status, 201);
    const refused = await api.post(`${A}/`, { availability_id: fourth });
    conforms(ANSWERS.limited, refused);
    assert.deepEqual([refused.body.error, refused.body.limit_type], ['Rate limit exceeded', 'appointment_booking']);
    assert.equal(refused.headers.get('retry-after'), String(refused.body.retry_after));
    assert.ok(refused.body.retry_after > 3500 && refused.body.retry_after <= 3600);
    const shown = ['limit', 'remaining', 'reset'].map((name) => refused.headers.get(`ratelimit-${name}`));
    assert.deepEqual(shown, ['3', '0', String(refused.body.retry_after)], 'of the limit that refused');
    assert.equal((await api.post(`${A}/`, { availability_id: first }, key)).status, 201);
    assert.equal((await patient.post(`${A}/`, { availability_id: fourth })).status, 201);
  });

  it('limits failed logins to five a minute', async () => {
    const { email } = await clinic.person('patient');
    const attempt = () =>
      ApiClient.anonymous(clinic.apiUrl).post('/api/v1/users/login/', { email, password: 'wrong-1' });
    for (let i = 0; i < 5; i += 1) assert.equal((await attempt()).status, 401);
    const refused = await attempt();
    conforms(ANSWERS.loginLimited, refused);
    assert.equal(refused.body.limit_type, 'login_attempts');
    assert.deepEqual([refused.headers.get('ratelimit-limit'), refused.headers.get('ratelimit-remaining')], ['5', '0']);
    assert.ok(refused.body.retry_after <= 60);
  });
});
