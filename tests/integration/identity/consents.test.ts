import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { ApiClient, until } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const HOUR_MS = 3_600_000;
const U = '/api/v1/users';
const CONSENTS = `${U}/me/consents/`;
const BODY = 'We keep your record.\n\nYou may see all of it.';

interface Named {
  readonly id: string;
  readonly kind: string;
  readonly version: string;
}

describe('documents of a clinic and consents', () => {
  let clinic: TestClinic;
  let doctor: Person;
  let admin: ApiClient;
  let nobody: ApiClient;
  let path: string;
  let hours = 0;

  before(async () => {
    clinic = await startClinic();
    doctor = await clinic.person('doctor');
    admin = await ApiClient.signIn(clinic, await clinic.person('admin'));
    nobody = ApiClient.anonymous(clinic.apiUrl);
    path = `/api/v1/clinics/${clinic.clinicId}/documents/`;
  });
  after(() => clinic?.stop());

  const sql = async (text: string, values: readonly unknown[] = []) =>
    (await clinic.core.pool.query(text, [...values])).rows;
  const newcomer = () => ({
    ...{ email: `${randomUUID()}@test.keepwell.invalid`, password: 'a phrase of its own' },
    ...{ first_name: 'Test', last_name: 'Patient' },
  });
  const versionOf = (kind: string, more: object = {}) => ({
    ...{ kind, version: randomUUID().slice(0, 8), title: `Our ${kind}`, body: BODY, effective_from: '2020-01-01' },
    ...more,
  });
  async function publish(kind: string, more: object = {}): Promise<Named> {
    const { status, body } = await admin.post(path, versionOf(kind, more));
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  }
  // The doctor has each hour once.
  const nextHour = () => {
    hours += 1;
    return hours;
  };
  const patient = async () => ApiClient.signIn(clinic, await clinic.person('patient'));
  const book = async (by: ApiClient, more: object = {}, key: string = randomUUID()) =>
    by.post(
      '/api/v1/appointments/',
      { availability_id: await clinic.slot(doctor, nextHour() * HOUR_MS), ...more },
      key,
    );
  const lackingOf = ({ body }: { body: { documents: Named[] } }) => body.documents.map(({ id }) => id);
  /** Everything that is asked at the time. */
  const current = async () =>
    (await nobody.get(`${path}?limit=200`)).body
      .filter((one: { is_current: boolean }) => one.is_current)
      .map(({ id }: Named) => id) as string[];

  it('are asked of nobody while the clinic publishes none', async () => {
    assert.deepEqual((await nobody.get(path)).body, []);
    assert.equal((await nobody.post(`${U}/register/`, newcomer())).status, 201);
    assert.equal((await book(await patient())).status, 201);
  });

  it('are published by an admin of the clinic in versions that never change, and read by anybody', async () => {
    const wanted = versionOf('privacy', { version: '1', effective_from: '2026-03-01' });
    const { status, body, headers } = await admin.post(path, wanted);
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(headers.get('location'), path);
    assert.deepEqual(
      { ...body, id: null, published_at: null },
      {
        ...wanted,
        ...{ id: null, published_at: null, clinic: clinic.clinicId, is_current: true },
        // Midnight on the wall of Sydney.
        effective_from: '2026-02-28T13:00:00.000Z',
      },
    );
    const again = await admin.post(path, wanted);
    assert.deepEqual([again.status, again.body.field], [400, 'version']);
    const [second, later] = [
      await publish('privacy', { version: '2' }),
      await publish('privacy', { version: '3', effective_from: '2999-01-01' }),
    ];
    const exact = await publish('privacy', { version: '0', effective_from: '2026-04-01T10:00:00+10:00' });
    const listed = (await nobody.get(path)).body;
    assert.deepEqual(
      listed.map((one: Named & { effective_from: string; is_current: boolean }) => [
        one.version,
        one.effective_from,
        one.is_current,
      ]),
      [
        ['3', '2998-12-31T13:00:00.000Z', false],
        ['0', '2026-04-01T00:00:00.000Z', true],
        ['1', '2026-02-28T13:00:00.000Z', false],
        ['2', '2019-12-31T13:00:00.000Z', false],
      ],
    );
    const first = await nobody.get(`${path}?limit=2`);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const rest = await nobody.get(next.replace(clinic.apiUrl, ''));
    assert.deepEqual([...first.body, ...rest.body], listed);
    const audited = await sql("select entity_id, details from audit_events where action = 'clinic_document.published'");
    assert.deepEqual(new Set(audited.map((row) => row.entity_id)), new Set([body.id, second.id, later.id, exact.id]));
    assert.equal(audited.find((row) => row.entity_id === body.id)?.details.version, '1');
  });

  for (const [field, more] of [
    ['version', { version: ' ' }],
    ['version', { version: 'x'.repeat(41) }],
    ['title', { title: 'Two\nlines' }],
    ['title', { title: '\u200b' }],
    ['body', { body: ' \n ' }],
    ['body', { body: 'a\u0000b' }],
    ['kind', { kind: 'cookies' }],
    ['effective_from', { effective_from: '2026-02-30' }],
    ['effective_from', { effective_from: 'soon' }],
    ['published_at', { published_at: '2026-02-28' }],
  ] as const) {
    it(`are refused by name: ${JSON.stringify(more).slice(0, 60)}`, async () => {
      const { status, body } = await admin.post(path, versionOf('terms', more));
      assert.deepEqual([status, body.field], [400, field]);
    });
  }

  it('are nobody else’s to publish', async () => {
    for (const role of ['patient', 'doctor', 'nurse', 'receptionist', 'accountant', 'platform_admin'] as const) {
      const other = await ApiClient.signIn(clinic, await clinic.person(role));
      assert.equal((await other.post(path, versionOf('terms'))).status, 403, role);
    }
    assert.equal((await nobody.post(path, versionOf('terms'))).status, 401);
    const elsewhere = `/api/v1/clinics/${randomUUID()}/documents/`;
    assert.equal((await admin.post(elsewhere, versionOf('terms'))).status, 404);
    assert.equal((await nobody.get(elsewhere)).status, 404);
  });

  it('of the same version, published at once, are one', async () => {
    const wanted = versionOf('terms');
    const replies = await Promise.all([1, 2, 3].map(() => admin.post(path, wanted)));
    assert.deepEqual(replies.map(({ status }) => status).sort(), [201, 400, 400]);
  });

  it('are accepted on registering, each current one of the clinic, or nothing is opened', async () => {
    const [privacy] = await current();
    const terms = await publish('terms', { version: 'terms-of-today', effective_from: '2026-06-01' });
    const body = newcomer();
    const register = (accepted_documents?: readonly string[]) =>
      nobody.post(`${U}/register/`, { ...body, ...(accepted_documents ? { accepted_documents } : {}) });
    for (const accepted of [undefined, [], [privacy ?? '']]) {
      const refused = await register(accepted);
      assert.deepEqual([refused.status, refused.body.field], [400, 'accepted_documents']);
      assert.match(refused.body.error, /terms \(version terms-of-today\)/);
      assert.equal(/privacy/.test(refused.body.error), accepted?.length !== 1);
    }
    const unknown = await register([...(await current()), randomUUID()]);
    assert.deepEqual([unknown.status, unknown.body.field], [400, 'accepted_documents']);
    const bad = await nobody.post(`${U}/register/`, { ...body, password: 'short' });
    assert.deepEqual(
      bad.body.fields.map(({ field }: { field: string }) => field),
      ['password', 'accepted_documents'],
      'with every other bad field',
    );
    const accepted = await register([...(await current()), terms.id]);
    assert.equal(accepted.status, 201, JSON.stringify(accepted.body));
    const given = await sql('select document_id from consents where patient_id = $1', [accepted.body.id]);
    assert.deepEqual(new Set(given.map((row) => row.document_id)), new Set(await current()));
    const audited = await sql(
      "select patient_id from audit_events where action = 'consent.given' and patient_id = $1",
      [accepted.body.id],
    );
    assert.equal(audited.length, 2);
    const signedIn = await nobody.post(`${U}/login/`, { email: body.email, password: body.password });
    const who = { id: accepted.body.id, role: 'patient', email: body.email, password: body.password } as const;
    assert.equal((await book(ApiClient.withToken(clinic.apiUrl, signedIn.body.access, who))).status, 201);
  });

  it('are accepted by nobody for another person: the desk registers without, and the patient is asked later', async () => {
    const documents = await current();
    const body = newcomer();
    const refused = await admin.post(`${U}/register/`, { ...body, accepted_documents: documents });
    assert.deepEqual([refused.status, refused.body.field], [400, 'accepted_documents']);
    assert.equal((await admin.post(`${U}/register/`, body)).status, 201);
    const { body: login } = await nobody.post(`${U}/login/`, { email: body.email, password: body.password });
    const who = { id: login.user.id, role: 'patient', email: body.email, password: body.password } as const;
    const theirs = ApiClient.withToken(clinic.apiUrl, login.access, who);
    const asked = await book(theirs);
    assert.deepEqual([asked.status, asked.body.code], [403, 'consent_required']);
    assert.deepEqual(new Set(lackingOf(asked)), new Set(documents));
  });

  it('are accepted on joining another clinic, unless they were before', async () => {
    const id = randomUUID();
    const place = { id, name: 'Elsewhere', slug: 'elsewhere', timezone: 'UTC', currency: 'aud', phone: null } as const;
    await clinic.core.unitOfWork.withScope(SYSTEM, (scope) => scope.clinics.create(place));
    const manager = await clinic.person('admin');
    await sql('update memberships set clinic_id = $2 where user_id = $1', [manager.id, id]);
    const there = await ApiClient.signIn(clinic, manager);
    const { body: document } = await there.post(`/api/v1/clinics/${id}/documents/`, versionOf('treatment'));
    const by = await patient();
    const join = (more: object = {}) => by.post(`${U}/memberships/`, { clinic_id: id, ...more });
    for (const more of [{}, { accepted_documents: await current() }]) {
      const refused = await join(more);
      assert.deepEqual([refused.status, refused.body.field], [400, 'accepted_documents'], JSON.stringify(more));
    }
    assert.equal((await join({ accepted_documents: [document.id] })).status, 201);
    const other = await patient();
    assert.equal((await other.post(CONSENTS, { document_id: document.id })).status, 201);
    assert.equal((await other.post(`${U}/memberships/`, { clinic_id: id })).status, 201);
    const [member] = await sql('select status from memberships where clinic_id = $1 and user_id = $2', [
      id,
      by.person?.id,
    ]);
    assert.equal(member?.status, 'active');
  });

  it('are accepted once, however often and at once it is said, and shown to their person alone', async () => {
    const by = await patient();
    const [id = ''] = await current();
    const replies = await Promise.all(Array.from({ length: 6 }, () => by.post(CONSENTS, { document_id: id })));
    assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([201]));
    const [{ body: consent }] = replies as [(typeof replies)[number]];
    for (const { body } of replies) assert.deepEqual(body, consent);
    const { document_id, clinic_id, kind, withdrawn_at } = consent;
    assert.deepEqual([document_id, clinic_id, kind, withdrawn_at], [id, clinic.clinicId, 'terms', null]);
    assert.deepEqual((await by.get(CONSENTS)).body, [consent]);
    assert.equal(
      (await sql("select 1 from audit_events where action = 'consent.given' and entity_id = $1", [consent.id])).length,
      1,
    );
    const other = await patient();
    assert.deepEqual((await other.get(CONSENTS)).body, []);
    assert.equal((await other.delete(`${CONSENTS}${consent.id}/`)).status, 404);
    assert.equal((await admin.delete(`${CONSENTS}${consent.id}/`)).status, 404);
    const unknown = await by.post(CONSENTS, { document_id: randomUUID() });
    assert.equal(unknown.status, 404);
    assert.deepEqual((await by.post(CONSENTS, { document_id: 'this' })).body.field, 'document_id');
  });

  it('let a patient hold a slot once they are accepted, and not before; staff books for anybody', async () => {
    const by = await patient();
    const documents = await current();
    const slot = await clinic.slot(doctor, 2100 * HOUR_MS);
    const hold = () => by.post('/api/v1/appointments/', { availability_id: slot });
    const asked = await hold();
    assert.deepEqual([asked.status, asked.body.code], [403, 'consent_required']);
    assert.deepEqual(Object.keys(asked.body.documents[0]).sort(), ['id', 'kind', 'version']);
    assert.deepEqual(new Set(lackingOf(asked)), new Set(documents));
    assert.equal((await by.post(CONSENTS, { document_id: documents[0] })).status, 201);
    assert.deepEqual(lackingOf(await hold()), documents.slice(1));
    const desk = await ApiClient.signIn(clinic, await clinic.person('receptionist'));
    assert.equal((await book(desk, { patient: by.person?.id })).status, 201, 'staff is not asked');
    for (const document_id of documents) await by.post(CONSENTS, { document_id });
    assert.equal((await hold()).status, 201);
  });

  it('ask again when a version takes effect or a consent is withdrawn; what is booked stays', async () => {
    const by = await patient();
    for (const document_id of await current()) await by.post(CONSENTS, { document_id });
    const key = randomUUID();
    const wanted = { availability_id: await clinic.slot(doctor, 2200 * HOUR_MS) };
    const booked = await by.post('/api/v1/appointments/', wanted, key);
    assert.equal(booked.status, 201);
    // Time enough to publish it and to book before.
    const soon = new Date(Date.now() + 5_000).toISOString();
    const next = await publish('privacy', { effective_from: soon });
    assert.equal((await book(by)).status, 201, 'it has not taken effect');
    await until('its time', async () => Date.now() >= Date.parse(soon));
    const asked = await until('the new version', async () => {
      const reply = await book(by);
      return reply.status === 403 && reply;
    });
    assert.deepEqual([asked.body.code, lackingOf(asked)], ['consent_required', [next.id]]);
    const repeated = await by.post('/api/v1/appointments/', wanted, key);
    assert.deepEqual([repeated.status, repeated.body.id], [201, booked.body.id], 'an answer that was given stays');

    const { body: consent } = await by.post(CONSENTS, { document_id: next.id });
    assert.equal((await book(by)).status, 201);
    for (const _ of [1, 2]) assert.equal((await by.delete(`${CONSENTS}${consent.id}/`)).status, 204);
    assert.deepEqual(lackingOf(await book(by)), [next.id]);
    const kept = (await by.get(CONSENTS)).body.find(({ id }: Named) => id === consent.id);
    assert.deepEqual({ ...kept, withdrawn_at: null }, consent);
    assert.ok(kept.withdrawn_at);
    const audited = await sql("select 1 from audit_events where action = 'consent.withdrawn' and entity_id = $1", [
      consent.id,
    ]);
    assert.equal(audited.length, 1);
    assert.ok(['pending', 'booked'].includes((await by.get(`/api/v1/appointments/${booked.body.id}/`)).body.status));
    const given = await by.post(CONSENTS, { document_id: next.id });
    assert.notEqual(given.body.id, consent.id, 'another consent');
    assert.equal((await book(by)).status, 201);
  });

  it('bind a booking at the same moment as a publication to one of the two, and the next one to the new version', async () => {
    const patients = await Promise.all([1, 2, 3, 4].map(patient));
    const documents = await current();
    for (const by of patients) for (const document_id of documents) await by.post(CONSENTS, { document_id });
    const effective_from = new Date().toISOString();
    const [next, ...bookings] = await Promise.all([
      publish('terms', { effective_from }),
      ...patients.map((by) => book(by)),
    ]);
    for (const [at, { status, body }] of bookings.entries()) {
      if (status !== 201) assert.deepEqual([status, body.documents.map(({ id }: Named) => id)], [403, [next.id]]);
      const by = patients[at];
      assert.ok(by);
      assert.deepEqual(lackingOf(await book(by)), [next.id]);
      const held = await sql('select 1 from appointments where patient_id = $1', [by.person?.id]);
      assert.equal(held.length, status === 201 ? 1 : 0, 'a refusal leaves nothing behind');
    }
  });

  it('stand at an address of the clinic, the current version of each in words alone', async () => {
    const page = (kind: string, slug = 'test') => nobody.get(`/legal/${slug}/${kind}`);
    // Time enough to publish both and to read the first.
    const soon = new Date(Date.now() + 5_000).toISOString();
    await publish('privacy', { title: 'Today <i>', effective_from: new Date().toISOString() });
    await publish('privacy', { title: 'Tomorrow', effective_from: soon });
    const { status, body, headers } = await page('privacy');
    assert.equal(status, 200);
    assert.match(String(body), /<h1[^>]*>Today &lt;i&gt;<\/h1>/);
    assert.match(headers.get('content-type') ?? '', /^text\/html/);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|script-src/);
    await until('the next version', async () => /<h1[^>]*>Tomorrow</.test(String((await page('privacy')).body)));
    assert.equal((await page('terms/')).status, 200);
    for (const [kind, slug] of [
      ['treatment', 'test'],
      ['privacy', 'nobody'],
      ['constructor', 'test'],
      ['privacy', '%00'],
      ['privacy', '%F0%9F'],
      ['privacy', "x'%20or%20true"],
    ] as const) {
      const missing = await page(kind, slug);
      assert.ok([400, 404].includes(missing.status), `${slug}/${kind}: ${missing.status}`);
    }
    assert.match(String((await page('privacy', 'nobody')).body), /There is no such document/);
  });

  it('are decided inside the claim, whatever the API has read', async () => {
    const by = await patient();
    const documents = await current();
    for (const document_id of documents) await by.post(CONSENTS, { document_id });
    // The API reads as the person, the claim as the worker: hide the documents from the first.
    await sql('alter policy api_reads on clinic_documents using (false)');
    try {
      await sql('update consents set withdrawn_at = now() where patient_id = $1', [by.person?.id]);
      const refused = await book(by);
      assert.deepEqual([refused.status, refused.body.code], [403, 'consent_required'], JSON.stringify(refused.body));
      assert.deepEqual(new Set(lackingOf(refused)), new Set(documents));
    } finally {
      await sql(
        `alter policy api_reads on clinic_documents using (clinic_id = any ((select scope_home())::uuid[])
           or (select scope_grant('clinics')) <> '{}' or clinic_id = any ((select scope_grant('clinic'))::uuid[]))`,
      );
    }
  });
});
