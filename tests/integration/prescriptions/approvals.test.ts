import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ApiClient } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { APPROVALS, Approvals, SAID, WHY } from '../../support/prescriptions/approvals.js';
import { Surgery } from '../../support/prescriptions/surgery.js';

let surgery: Surgery;
let approvals: Approvals;
let admin: ApiClient;
let elsewhere: string;

before(async () => {
  surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s' });
  approvals = await Approvals.at(surgery);
  admin = await surgery.stage.signIn('admin');
  elsewhere = randomUUID();
  await surgery.stage.sql(
    "insert into clinics (id, name, slug, timezone, currency) select $1, 'Elsewhere', 'elsewhere', timezone, currency from clinics limit 1",
    [elsewhere],
  );
});
after(() => surgery?.close());

async function idsFor(by: ApiClient, query = ''): Promise<readonly string[]> {
  const { status, body } = await by.get(`${APPROVALS}${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.map(({ id }: { id: string }) => id);
}
/** Somebody of the other clinic. */
async function moved(person: Person): Promise<Person> {
  await surgery.stage.sql('update memberships set clinic_id = $2 where user_id = $1', [person.id, elsewhere]);
  return person;
}

describe('an approval of medicinal cannabis', () => {
  it('is recorded by its doctor, sealed, and read by doctor, patient and, without clinical text, an admin', async () => {
    const visit = await surgery.consultation();
    const reply = await visit.api.post(APPROVALS, approvals.asking(visit));
    assert.equal(reply.status, 201, JSON.stringify(reply.body));
    const { id, created_at, ...said } = reply.body;
    assert.ok(created_at);
    assert.equal(reply.headers.get('location'), `${APPROVALS}${id}/`);
    assert.deepEqual(said, { ...approvals.asking(visit), withdrawn_on: null, reason: null, active: true });
    const [own] = (await visit.api.get(APPROVALS)).body;
    assert.deepEqual(own, reply.body);
    assert.deepEqual((await visit.patientApi.get(APPROVALS)).body, [reply.body]);
    const seen = (await admin.get(`${APPROVALS}?patient=${visit.patient.id}`)).body;
    assert.deepEqual(seen, [{ ...reply.body, indication: null }]);
    const rows = await surgery.stage.sql('select * from cannabis_approvals where id = $1', [id]);
    for (const secret of [SAID.approval_ref, SAID.indication]) assert.ok(!JSON.stringify(rows).includes(secret));
  });

  it('is seen by who treats the patient, and by no other doctor, patient or clinic', async () => {
    const visit = await surgery.consultation();
    const { id } = await approvals.approved(visit);
    const [colleague, stranger] = [await surgery.prescriber(), await surgery.prescriber()];
    await surgery.visit(colleague, visit.patient);
    const [treating, other] = [await surgery.stage.as(colleague), await surgery.stage.as(stranger)];
    const read = (await treating.get(`${APPROVALS}?patient=${visit.patient.id}`)).body;
    assert.deepEqual([read.length, read[0].id, read[0].indication], [1, id, SAID.indication]);
    assert.equal((await approvals.withdraw(treating, id)).status, 403, 'it is not theirs to withdraw');
    const foreign = await surgery.stage.as(await moved(await surgery.stage.clinic.person('admin')));
    for (const api of [other, foreign]) {
      assert.deepEqual(await idsFor(api), []);
      assert.deepEqual(await idsFor(api, `?patient=${visit.patient.id}`), []);
      const [met, missed] = [await approvals.withdraw(api, id), await approvals.withdraw(api, randomUUID())];
      assert.deepEqual([met.status, met.body.error], [404, missed.body.error]);
    }
    const second = await surgery.consultation();
    assert.deepEqual(await idsFor(second.patientApi, `?patient=${visit.patient.id}`), []);
    assert.equal((await approvals.withdraw(second.patientApi, id)).status, 403);
    for (const role of ['nurse', 'receptionist', 'accountant'] as const) {
      const api = await surgery.stage.signIn(role);
      assert.deepEqual(
        [(await api.get(APPROVALS)).status, (await approvals.withdraw(api, id)).status],
        [403, 403],
        role,
      );
    }
  });

  it('names a doctor and a patient of the clinic; another doctor’s is an administrator’s to record', async () => {
    const visit = await surgery.consultation();
    const colleague = await surgery.prescriber();
    const away = await moved(await surgery.prescriber());
    const stranger = await surgery.patient();
    const gone = await moved(await surgery.patient());
    const status = async (api: ApiClient, changes: object) => {
      const reply = await api.post(APPROVALS, approvals.asking(visit, changes));
      return [reply.status, reply.body.code];
    };
    assert.deepEqual(await status(visit.api, { doctor: colleague.id }), [403, 'forbidden']);
    assert.deepEqual(await status(visit.api, { patient: stranger.id }), [403, 'break_glass_required']);
    assert.deepEqual(await status(visit.patientApi, {}), [403, 'forbidden']);
    for (const api of [visit.api, admin]) {
      assert.deepEqual(await status(api, { patient: gone.id }), [404, 'not_found']);
      assert.deepEqual(await status(api, { patient: randomUUID() }), [404, 'not_found']);
    }
    for (const doctor of [away.id, visit.patient.id, randomUUID()]) {
      assert.deepEqual(await status(admin, { doctor }), [404, 'not_found']);
    }
    const { id, indication } = await approvals.approved(visit, { doctor: colleague.id, patient: stranger.id }, admin);
    assert.equal(indication, null, 'an administrator reads no clinical text, not even the own');
    const own = (await (await surgery.stage.as(colleague)).get(APPROVALS)).body;
    assert.deepEqual([own[0].id, own[0].indication], [id, SAID.indication]);
  });

  it('of an authorised prescriber is for every patient, and no patient reads it', async () => {
    const visit = await surgery.consultation();
    const authorised = { access_path: 'authorised_prescriber' };
    const named = await visit.api.post(APPROVALS, approvals.asking(visit, authorised));
    assert.deepEqual([named.status, named.body.field], [400, 'patient']);
    const unnamed = await visit.api.post(APPROVALS, approvals.asking(visit, { patient: null }));
    assert.deepEqual([unnamed.status, unnamed.body.field], [400, 'patient']);
    const { id, patient } = await approvals.approved(visit, { ...authorised, patient: undefined });
    assert.equal(patient, null);
    assert.deepEqual(await idsFor(visit.api), [id]);
    assert.deepEqual(await idsFor(visit.patientApi), []);
  });

  it('refuses what is not valid, with its place', async () => {
    const visit = await surgery.consultation();
    const wrong: readonly (readonly [object, string])[] = [
      [{ access_path: 'sas_c' }, 'access_path'],
      [{ approval_ref: '  ' }, 'approval_ref'],
      [{ category: 0 }, 'category'],
      [{ category: 6 }, 'category'],
      [{ category: 1.5 }, 'category'],
      [{ dose_form: 'oil' }, 'dose_form'],
      [{ indication: '   ' }, 'indication'],
      [{ approved_on: '2026-02-30' }, 'approved_on'],
      [{ expires_on: approvals.day(-11) }, 'expires_on'],
      [{ doctor: 'me' }, 'doctor'],
      [{ treatment_plan: { goals: 'Less pain' } }, 'treatment_plan'],
      [{ letter: randomUUID() }, 'letter'],
    ];
    for (const [changes, field] of wrong) {
      const { status, body } = await visit.api.post(APPROVALS, approvals.asking(visit, changes));
      assert.equal(status, 400, JSON.stringify([changes, body]));
      assert.match(String(body.field), new RegExp(field), JSON.stringify(body));
    }
    for (const query of ['active=maybe', 'patient=me', 'doctor=me', 'status=x', 'limit=0', 'cursor=x']) {
      assert.equal((await visit.api.get(`${APPROVALS}?${query}`)).status, 400, query);
    }
    assert.deepEqual(await idsFor(visit.api), []);
  });

  it('is withdrawn once, from one of its own days on, by its doctor or an administrator', async () => {
    const visit = await surgery.consultation();
    const [mine, theirs] = [await approvals.approved(visit), await approvals.approved(visit)];
    for (const wrong of [approvals.day(-11), approvals.day(11), '2026-02-30']) {
      const { status, body } = await approvals.withdraw(visit.api, mine.id, wrong);
      assert.deepEqual([status, body.field], [400, 'withdrawn_on'], wrong);
    }
    assert.equal(
      (await approvals.withdraw(visit.api, mine.id, approvals.day(), '   ')).status,
      400,
      'a reason says something',
    );
    assert.equal((await visit.api.patch(`${APPROVALS}${mine.id}/`, { withdrawn_on: approvals.day() })).status, 400);
    const coming = await approvals.withdraw(visit.api, mine.id, approvals.day(1));
    assert.deepEqual([coming.status, coming.body.withdrawn_on, coming.body.reason], [200, approvals.day(1), WHY]);
    assert.equal(coming.body.active, true, 'it counts until then');
    const both = await Promise.all([1, 2].map(() => approvals.withdraw(admin, theirs.id)));
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
    const again = await approvals.withdraw(visit.api, theirs.id);
    assert.deepEqual(
      [again.status, again.body.code, again.body.current_status],
      [409, 'invalid_transition', 'withdrawn'],
    );
    const [shown] = (await admin.get(`${APPROVALS}?patient=${visit.patient.id}&active=false`)).body;
    assert.deepEqual([shown.id, shown.active, shown.reason], [theirs.id, false, null]);
    assert.deepEqual(await idsFor(visit.api, '?active=true'), [mine.id]);
  });

  it('is never changed or deleted in the database', async () => {
    const visit = await surgery.consultation();
    const { id } = await approvals.approved(visit);
    const withdrawn = 'withdrawn_on = approved_on, withdrawn_by = doctor_id, withdrawn_at = now()';
    const changes = [
      'category = 5',
      'expires_on = expires_on + 1',
      "indication_sealed = 'k.x'",
      'withdrawn_on = approved_on',
      withdrawn,
      `${withdrawn}, reason_sealed = 'k.x', expires_on = expires_on + 1`,
    ];
    for (const change of changes) {
      const sql = `update cannabis_approvals set ${change} where id = $1`;
      await assert.rejects(surgery.stage.sql(sql, [id]), /cannabis_approvals|not changed/, change);
    }
    await approvals.withdraw(visit.api, id);
    const back = 'withdrawn_on = null, withdrawn_by = null, withdrawn_at = null, reason_sealed = null';
    await assert.rejects(surgery.stage.sql(`update cannabis_approvals set ${back} where id = $1`, [id]), /not changed/);
    for (const sql of ['delete from cannabis_approvals', 'truncate cannabis_approvals'])
      await assert.rejects(surgery.stage.sql(sql), /append-only|refuse|not/, sql);
  });

  it('is recorded once for a key', async () => {
    const visit = await surgery.consultation();
    const [key, body] = [randomUUID(), approvals.asking(visit)];
    const [first, second] = [await visit.api.post(APPROVALS, body, key), await visit.api.post(APPROVALS, body, key)];
    assert.deepEqual([first.status, second.status, second.body], [201, 201, first.body]);
    assert.equal(second.headers.get('idempotent-replayed'), 'true');
    const other = await visit.api.post(APPROVALS, { ...body, category: 2 }, key);
    assert.deepEqual([other.status, other.body.code], [422, 'idempotency_conflict']);
    assert.deepEqual(await idsFor(visit.api), [first.body.id]);
  });

  it('leaves a trail of who recorded, withdrew and read it, which says nothing of what was approved', async () => {
    const visit = await surgery.consultation();
    const { id } = await approvals.approved(visit);
    await approvals.withdraw(visit.api, id);
    await visit.patientApi.get(APPROVALS);
    const rows = await surgery.stage.sql<Record<string, unknown>>(
      `select action, actor_user_id, patient_id, patient_ids, details from audit_events
        where action like 'approval.%' and (entity_id = $1 or actor_user_id = $2) order by happened_at, id`,
      [id, visit.patient.id],
    );
    assert.deepEqual(
      rows.map(({ action, actor_user_id: by }) => [action, by]),
      [
        ['approval.added', visit.doctor.id],
        ['approval.withdrawn', visit.doctor.id],
        ['approval.listed', visit.patient.id],
      ],
    );
    for (const { patient_id: one, patient_ids: several } of rows) {
      assert.ok(one === visit.patient.id || JSON.stringify(several).includes(visit.patient.id));
    }
    for (const secret of [SAID.approval_ref, SAID.indication, WHY, 'oral_liquid']) {
      assert.ok(!JSON.stringify(rows).includes(secret), secret);
    }
  });
});

describe('the list of approvals', () => {
  it('is filtered by patient, doctor and whether they count today', async () => {
    const visit = await surgery.consultation();
    const second = await surgery.consultation(visit.doctor);
    const running = await approvals.approved(visit);
    const over = await approvals.approved(visit, { approved_on: approvals.day(-20), expires_on: approvals.day(-1) });
    const coming = await approvals.approved(second, { approved_on: approvals.day(1) });
    const lastDay = await approvals.approved(second, { expires_on: approvals.day() });
    assert.deepEqual(
      [running, over, coming, lastDay].map(({ active }) => active),
      [true, false, false, true],
    );
    const ofDoctor = `doctor=${visit.doctor.id}`;
    assert.deepEqual(await idsFor(admin, `?${ofDoctor}`), [lastDay.id, coming.id, over.id, running.id]);
    assert.deepEqual(await idsFor(admin, `?${ofDoctor}&active=true`), [lastDay.id, running.id]);
    assert.deepEqual(await idsFor(visit.api, '?active=false'), [coming.id, over.id]);
    assert.deepEqual(await idsFor(visit.api, `?patient=${second.patient.id}`), [lastDay.id, coming.id]);
    assert.deepEqual(await idsFor(admin, `?${ofDoctor}&patient=${visit.patient.id}&active=false`), [over.id]);
  });

  it('comes in pages', async () => {
    const visit = await surgery.consultation();
    const all: string[] = [];
    for (let n = 0; n < 5; n += 1) all.unshift((await approvals.approved(visit)).id);
    const read: string[] = [];
    for (let next: string | null = `${APPROVALS}?limit=2`; next !== null; ) {
      const { body, headers } = await visit.api.get(next);
      assert.ok(body.length <= 2);
      read.push(...body.map(({ id }: { id: string }) => id));
      const [, url] = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '') ?? [];
      const { pathname, search } = url === undefined ? { pathname: null, search: '' } : new URL(url);
      next = pathname === null ? null : `${pathname}${search}`;
    }
    assert.deepEqual(read, all);
  });
});
