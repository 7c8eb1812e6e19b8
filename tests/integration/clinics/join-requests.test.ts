import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createMessageRenderer } from '../../../src/adapters/templates/handlebars.js';
import { SYSTEM, type UserActor } from '../../../src/domain/actor.js';
import type { Role } from '../../../src/domain/roles.js';
import { directQueries } from '../../../src/models/direct-queries.js';
import type { ApiClient } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';

const MESSAGE = 'I could see patients on Mondays.';

describe('a doctor who asks to work at another clinic', () => {
  let clinics: PatientClinics;
  let home: string;

  before(async () => {
    clinics = await PatientClinics.start();
    home = await clinics.clinic();
  });
  after(() => clinics?.stop());

  /** A clinic of its own with one admin. */
  async function place() {
    const id = await clinics.clinic();
    const person = await clinics.person(id, 'admin');
    const path = `/api/v1/clinics/${id}/join-requests/`;
    return { id, path, person, admin: await clinics.as(person) };
  }
  async function newDoctor(clinicId = home): Promise<{ readonly person: Person; readonly api: ApiClient }> {
    const person = await clinics.person(clinicId, 'doctor', { firstName: 'Dora', lastName: `Asking${randomUUID()}` });
    return { person, api: await clinics.as(person) };
  }
  async function ask(api: ApiClient, path: string, body: object = { message: MESSAGE }, key: string | null = null) {
    const { status, body: request } = await api.post(path, body, key);
    assert.equal(status, 201, JSON.stringify(request));
    return request;
  }
  async function memberships(userId: string, clinicId: string) {
    return clinics.rows<{ role: string; status: string; organisation_member_id: string | null }>(
      'select role, status, organisation_member_id from memberships where user_id = $1 and clinic_id = $2',
      [userId, clinicId],
    );
  }
  /** What the mails of this kind say that wait for somebody, oldest first. */
  async function mailsTo(userId: string): Promise<readonly string[]> {
    const rows = await clinics.rows<{ id: string }>(
      "select id from account_mails where user_id = $1 and kind = 'join_request' order by created_at",
      [userId],
    );
    const renderer = createMessageRenderer();
    return clinics.core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const texts: string[] = [];
      for (const { id } of rows) {
        const mail = await scope.accountMails.findWaiting(id);
        if (mail) texts.push(renderer.renderAccountMail(mail.kind, mail.content, null).text);
      }
      return texts;
    });
  }
  function audited(entityId: string) {
    return clinics.rows(
      `select action, actor_user_id, clinic_id from audit_events where entity = 'join_request' and entity_id = $1 order by happened_at, id`,
      [entityId],
    );
  }

  it('is a member there once an admin has approved, and both are told', async () => {
    const { id, path, person, admin } = await place();
    const { person: doctor, api } = await newDoctor();
    const asked = await ask(api, path);
    assert.deepEqual([asked.status, asked.message, asked.user.id], ['pending', MESSAGE, doctor.id]);
    const [told] = await mailsTo(person.id);
    assert.match(told ?? '', /Dora Asking\S+ asks to work at Clinic as a doctor/);
    assert.ok(!told?.includes(MESSAGE), 'what somebody wrote stands in no mail');
    const [row] = await clinics.rows<{ message_sealed: string }>('select * from join_requests where id = $1', [
      asked.id,
    ]);
    assert.ok(row && !JSON.stringify(row).includes('Mondays'));

    assert.deepEqual((await admin.get(`${path}?state=open`)).body, [asked]);
    const decided = await admin.post(`${path}${asked.id}/decision/`, { decision: 'approve', reason: 'Known to us' });
    assert.deepEqual([decided.status, decided.body.status, decided.body.reason], [200, 'approved', 'Known to us']);
    assert.deepEqual(await memberships(doctor.id, id), [
      { role: 'doctor', status: 'active', organisation_member_id: null },
    ]);
    const [answer] = await mailsTo(doctor.id);
    assert.match(answer ?? '', /has approved it[\s\S]*They wrote: Known to us/);
    const mine = (await api.get('/api/v1/users/memberships/')).body as { id: string; clinic_id: string }[];
    const there = mine.find(({ clinic_id }) => clinic_id === id);
    assert.equal((await api.post(`/api/v1/users/memberships/${there?.id}/activate/`, {})).status, 200);

    assert.deepEqual(await audited(asked.id), [
      { action: 'join_request.sent', actor_user_id: doctor.id, clinic_id: id },
      { action: 'join_request.decided', actor_user_id: person.id, clinic_id: id },
    ]);
    const trail = await admin.get('/api/v1/audit/user-actions/');
    const entry = trail.body.find(({ action }: { action: string }) => action === 'join_request.decided');
    assert.ok(JSON.stringify(entry).includes('Known to us'), 'the reason stands in the audit');
    assert.deepEqual((await admin.get(`${path}?state=open`)).body, []);
    assert.equal((await admin.get(`${path}?state=decided`)).body.length, 1);
    const again = await admin.post(`${path}${asked.id}/decision/`, { decision: 'decline' });
    assert.deepEqual(
      [again.status, again.body.code, again.body.current_status],
      [409, 'invalid_transition', 'approved'],
    );
  });

  it('is told of a refusal, and may ask again', async () => {
    const { id, path, admin } = await place();
    const { person: doctor, api } = await newDoctor();
    const asked = await ask(api, path, {});
    assert.equal(asked.message, null);
    const decided = await admin.post(`${path}${asked.id}/decision/`, {
      decision: 'decline',
      reason: 'No room for now',
    });
    assert.deepEqual([decided.body.status, decided.body.reason], ['declined', 'No room for now']);
    assert.deepEqual(await memberships(doctor.id, id), []);
    assert.match((await mailsTo(doctor.id))[0] ?? '', /has declined it[\s\S]*They wrote: No room for now/);
    assert.notEqual((await ask(api, path)).id, asked.id);
  });

  it('has one request that waits, however often and concurrently it is sent', async () => {
    const { path, person, admin } = await place();
    const { api } = await newDoctor();
    const all = await Promise.all(Array.from({ length: 12 }, () => ask(api, path)));
    assert.equal(new Set(all.map(({ id }) => id)).size, 1);
    assert.equal((await ask(api, path, { message: 'And on Tuesdays' })).message, MESSAGE);
    assert.equal((await mailsTo(person.id)).length, 1);
    const { api: other } = await newDoctor();
    const key = randomUUID();
    const first = await ask(other, path, { message: 'Once' }, key);
    assert.equal((await ask(other, path, { message: 'Once' }, key)).id, first.id);
    assert.equal((await other.post(path, { message: 'Twice' }, key)).status, 422);
    const page = await admin.get(`${path}?limit=1`);
    assert.deepEqual([page.body.length, page.body[0].id], [1, first.id], 'newest first');
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
    const { pathname, search } = new URL(next, clinics.apiUrl);
    assert.equal((await admin.get(`${pathname}${search}`)).body[0].id, all[0].id);

    const decisions = await Promise.all(
      (['approve', 'decline', 'approve'] as const).map((decision) =>
        admin.post(`${path}${first.id}/decision/`, { decision }),
      ),
    );
    assert.deepEqual(decisions.map(({ status }) => status).sort(), [200, 409, 409]);
  });

  it('is refused who belongs to the clinic, where it is suspended, and who is no doctor', async () => {
    const { id, path, admin } = await place();
    const { api } = await newDoctor(id);
    const works = await api.post(path, {});
    assert.deepEqual([works.status, works.body.code], [409, 'invalid_transition']);
    const { person: patient, api: treated } = await newDoctor();
    await clinics.core.pool.query(
      "insert into memberships (user_id, clinic_id, role, status) values ($1, $2, 'patient', 'ended')",
      [patient.id, id],
    );
    assert.equal((await treated.post(path, {})).status, 409);
    for (const role of ['admin', 'nurse', 'receptionist', 'accountant', 'patient'] as const satisfies readonly Role[]) {
      assert.equal((await (await clinics.as(await clinics.person(home, role))).post(path, {})).status, 403, role);
    }
    const { api: asking } = await newDoctor();
    assert.equal((await asking.post(path.replace(id, randomUUID()), {})).status, 404);
    assert.equal((await asking.post(path, { message: 'x'.repeat(1_001) })).status, 400);
    const waiting = await ask(asking, path);
    assert.equal((await asking.get(path)).status, 403);
    assert.equal((await admin.post(`${path}${waiting.id}/decision/`, { decision: 'maybe' })).status, 400);
    assert.equal((await admin.post(`${path}${randomUUID()}/decision/`, { decision: 'decline' })).status, 404);
    await clinics.core.pool.query(
      "update clinics set suspended_at = now(), suspension_reason_sealed = 'x' where id = $1",
      [id],
    );
    const { api: late } = await newDoctor();
    const suspended = await late.post(path, {});
    assert.deepEqual(
      [suspended.status, suspended.body.current_status],
      [409, 'suspended'],
      JSON.stringify(suspended.body),
    );
  });

  it('cannot be approved who came to belong to the clinic meanwhile, and works there as before', async () => {
    const { id, path, admin } = await place();
    const { person: doctor, api } = await newDoctor();
    const asked = await ask(api, path);
    await clinics.core.pool.query("insert into memberships (user_id, clinic_id, role) values ($1, $2, 'nurse')", [
      doctor.id,
      id,
    ]);
    const refused = await admin.post(`${path}${asked.id}/decision/`, { decision: 'approve' });
    assert.deepEqual([refused.status, refused.body.code], [409, 'invalid_transition']);
    assert.equal((await admin.get(`${path}?state=open`)).body.length, 1, 'nothing has changed');
    assert.equal((await admin.post(`${path}${asked.id}/decision/`, { decision: 'decline' })).status, 200);
    assert.equal((await memberships(doctor.id, id))[0]?.role, 'nurse');
  });

  it('comes back as a doctor of their own, whatever they were there before', async () => {
    const { id, path, admin } = await place();
    const { person: doctor, api } = await newDoctor();
    const [organisation, member] = [randomUUID(), randomUUID()];
    const sql = (text: string, values: readonly unknown[]) => clinics.core.pool.query(text, [...values]);
    await sql('insert into organisations (id, name) values ($1, $2)', [organisation, organisation]);
    await sql(
      "insert into organisation_members (id, organisation_id, user_id, role, created_at, ended_at) values ($1, $2, $3, 'nurse', now(), now())",
      [member, organisation, doctor.id],
    );
    await sql(
      "insert into memberships (user_id, clinic_id, role, status, organisation_member_id) values ($1, $2, 'nurse', 'ended', $3)",
      [doctor.id, id, member],
    );
    const asked = await ask(api, path);
    assert.equal((await admin.post(`${path}${asked.id}/decision/`, { decision: 'approve' })).status, 200);
    assert.deepEqual(await memberships(doctor.id, id), [
      { role: 'doctor', status: 'active', organisation_member_id: null },
    ]);
  });

  it('vanishes with the account', async () => {
    const { path, admin } = await place();
    const { person: doctor, api } = await newDoctor();
    const asked = await ask(api, path);
    for (const [closing, opening] of [
      ['is_active = false', 'is_active = true'],
      ['deleted_at = now()', 'deleted_at = null'],
    ]) {
      await clinics.core.pool.query(`update users set ${closing} where id = $1`, [doctor.id]);
      assert.deepEqual((await admin.get(path)).body, []);
      assert.equal((await admin.post(`${path}${asked.id}/decision/`, { decision: 'approve' })).status, 404);
      await clinics.core.pool.query(`update users set ${opening} where id = $1`, [doctor.id]);
    }
    assert.equal((await admin.get(path)).body.length, 1);
  });

  it('is known to the clinic that was asked and to nobody else', async () => {
    const [{ id, path }, elsewhere] = [await place(), await place()];
    const asked = await ask((await newDoctor()).api, path);
    assert.equal((await elsewhere.admin.get(path)).status, 404);
    assert.equal((await elsewhere.admin.post(`${path}${asked.id}/decision/`, { decision: 'approve' })).status, 404);
    const own = `${elsewhere.path}${asked.id}/decision/`;
    assert.equal((await elsewhere.admin.post(own, { decision: 'approve' })).status, 404);
    assert.deepEqual((await elsewhere.admin.get(elsewhere.path)).body, []);
    const nurse = await clinics.as(await clinics.person(id, 'nurse'));
    assert.equal((await nurse.get(path)).status, 403);
  });

  it('is behind the second wall: by raw SQL as the API, nobody else sees, forges or answers it', async () => {
    const [here, elsewhere] = [await place(), await place()];
    const [asking, colleague, other] = [await newDoctor(), await newDoctor(here.id), await newDoctor()];
    const asked = await ask(asking.api, here.path);
    const { pool, settings } = clinics.apiCore;
    const as = (person: Person, ...clinicIds: readonly string[]) => {
      const { id: userId, role } = person;
      const acting = { kind: 'user', userId, membershipId: null, role, permissions: [], clinicIds } as const;
      const actor: UserActor = { ...acting, sessionId: randomUUID() };
      return directQueries(pool, settings.ENCRYPTION_KEYS)(actor);
    };
    const seen = async (person: Person, clinicId: string) =>
      (await as(person, clinicId).query('select 1 from join_requests where id = $1', [asked.id])).rowCount;
    assert.equal(await seen(asking.person, home), 1);
    assert.equal(await seen(here.person, here.id), 1);
    assert.equal(await seen(elsewhere.person, elsewhere.id), 0, 'a foreign admin');
    assert.equal(await seen(other.person, home), 0, 'another doctor');
    assert.equal(await seen(colleague.person, here.id), 0, 'a doctor of the clinic');

    const insert = (person: Person, clinicId: string, userId: string, more = '') =>
      as(person, clinicId).query(
        `insert into join_requests (id, clinic_id, user_id, created_at${more && ', decision, decided_at, decided_by'})
         values ($1, $2, $3, now()${more})`,
        [randomUUID(), elsewhere.id, userId],
      );
    await assert.rejects(insert(asking.person, home, other.person.id), /row-level security/, 'for somebody else');
    await assert.rejects(insert(elsewhere.person, elsewhere.id, other.person.id), /row-level security/, 'by an admin');
    await assert.rejects(insert(here.person, here.id, here.person.id), /row-level security/, 'by who is no doctor');
    const approved = `, 'approve', now(), '${elsewhere.person.id}'`;
    await assert.rejects(insert(asking.person, home, asking.person.id, approved), /row-level security/, 'approved');
    await assert.rejects(
      insert(asking.person, home, asking.person.id, `, 'approve', now(), $3`),
      /row-level|by_another/,
    );

    const answer = async (person: Person, clinicId: string, by = person.id) =>
      (
        await as(person, clinicId).query(
          "update join_requests set decision = 'approve', decided_at = now(), decided_by = $2 where id = $1",
          [asked.id, by],
        )
      ).rowCount;
    for (const [person, clinicId] of [
      [asking.person, home],
      [colleague.person, here.id],
      [elsewhere.person, elsewhere.id],
    ] as const) {
      assert.equal(await answer(person, clinicId), 0, person.role);
    }
    await assert.rejects(answer(here.person, here.id, elsewhere.person.id), /row-level security/, "in another's name");
    for (const sql of ["set message_sealed = 'x'", 'set user_id = decided_by', "set created_at = '2020-01-01'"]) {
      await assert.rejects(as(here.person, here.id).query(`update join_requests ${sql}`), /permission denied/, sql);
    }
    await assert.rejects(as(here.person, here.id).query('delete from join_requests'), /permission denied/);
    assert.equal(await answer(here.person, here.id), 1);
    assert.equal(await answer(here.person, here.id), 0, 'once');
  });
});
