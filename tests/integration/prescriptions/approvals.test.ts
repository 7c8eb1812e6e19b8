import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { addDays, localDay } from '../../../src/domain/days.js';
import { type ApiClient, until } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const A = '/api/v1/approvals/';
const P = '/api/v1/prescriptions/';
const SAID = {
  access_path: 'sas_b',
  approval_ref: 'MC26-012345',
  category: 1,
  dose_form: 'oral_liquid',
  indication: 'Chronic pain that nothing else relieves',
};
const WHY = 'The treatment has ended';

let surgery: Surgery;
let zone: string;
let admin: ApiClient;
let elsewhere: string;

before(async () => {
  surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s' });
  const sql = 'select timezone from clinics limit 1';
  zone = (await surgery.stage.sql<{ timezone: string }>(sql))[0]?.timezone ?? 'UTC';
  admin = await surgery.stage.signIn('admin');
  elsewhere = randomUUID();
  await surgery.stage.sql(
    "insert into clinics (id, name, slug, timezone, currency) select $1, 'Elsewhere', 'elsewhere', timezone, currency from clinics limit 1",
    [elsewhere],
  );
});
after(() => surgery?.close());

/** On the clinic's calendar. */
const day = (ahead = 0) => addDays(localDay(new Date(), zone), ahead);
const asking = ({ doctor, patient }: Pick<Consultation, 'doctor' | 'patient'>, changes: object = {}) => ({
  ...SAID,
  ...{ doctor: doctor.id, patient: patient.id, approved_on: day(-10), expires_on: day(10) },
  ...changes,
});
async function approved(visit: Consultation, changes: object = {}, by: ApiClient = visit.api) {
  const { status, body } = await by.post(A, asking(visit, changes));
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}
const withdraw = (by: ApiClient, id: string, withdrawn_on = day(), reason = WHY) =>
  by.patch(`${A}${id}/`, { withdrawn_on, reason });
async function idsFor(by: ApiClient, query = ''): Promise<readonly string[]> {
  const { status, body } = await by.get(`${A}${query}`);
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
    const reply = await visit.api.post(A, asking(visit));
    assert.equal(reply.status, 201, JSON.stringify(reply.body));
    const { id, created_at, ...said } = reply.body;
    assert.ok(created_at);
    assert.deepEqual(said, { ...asking(visit), withdrawn_on: null, reason: null, active: true });
    const [own] = (await visit.api.get(A)).body;
    assert.deepEqual(own, reply.body);
    assert.deepEqual((await visit.patientApi.get(A)).body, [reply.body]);
    const seen = (await admin.get(`${A}?patient=${visit.patient.id}`)).body;
    assert.deepEqual(seen, [{ ...reply.body, indication: null }]);
    const rows = await surgery.stage.sql('select * from cannabis_approvals where id = $1', [id]);
    for (const secret of [SAID.approval_ref, SAID.indication]) assert.ok(!JSON.stringify(rows).includes(secret));
  });

  it('is seen by who treats the patient, and by no other doctor, patient or clinic', async () => {
    const visit = await surgery.consultation();
    const { id } = await approved(visit);
    const [colleague, stranger] = [await surgery.prescriber(), await surgery.prescriber()];
    await surgery.visit(colleague, visit.patient);
    const [treating, other] = [await surgery.stage.as(colleague), await surgery.stage.as(stranger)];
    const read = (await treating.get(`${A}?patient=${visit.patient.id}`)).body;
    assert.deepEqual([read.length, read[0].id, read[0].indication], [1, id, SAID.indication]);
    assert.equal((await withdraw(treating, id)).status, 403, 'it is not theirs to withdraw');
    const foreign = await surgery.stage.as(await moved(await surgery.stage.clinic.person('admin')));
    for (const api of [other, foreign]) {
      assert.deepEqual(await idsFor(api), []);
      assert.deepEqual(await idsFor(api, `?patient=${visit.patient.id}`), []);
      const [met, missed] = [await withdraw(api, id), await withdraw(api, randomUUID())];
      assert.deepEqual([met.status, met.body.error], [404, missed.body.error]);
    }
    const second = await surgery.consultation();
    assert.deepEqual(await idsFor(second.patientApi, `?patient=${visit.patient.id}`), []);
    assert.equal((await withdraw(second.patientApi, id)).status, 403);
    for (const role of ['nurse', 'receptionist', 'accountant'] as const) {
      const api = await surgery.stage.signIn(role);
      assert.deepEqual([(await api.get(A)).status, (await withdraw(api, id)).status], [403, 403], role);
    }
  });

  it('names a doctor and a patient of the clinic; another doctor’s is an administrator’s to record', async () => {
    const visit = await surgery.consultation();
    const colleague = await surgery.prescriber();
    const away = await moved(await surgery.prescriber());
    const stranger = await surgery.patient();
    const gone = await moved(await surgery.patient());
    const status = async (api: ApiClient, changes: object) => {
      const reply = await api.post(A, asking(visit, changes));
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
    const { id, indication } = await approved(visit, { doctor: colleague.id, patient: stranger.id }, admin);
    assert.equal(indication, null, 'an administrator reads no clinical text, not even the own');
    const own = (await (await surgery.stage.as(colleague)).get(A)).body;
    assert.deepEqual([own[0].id, own[0].indication], [id, SAID.indication]);
  });

  it('of an authorised prescriber is for every patient, and no patient reads it', async () => {
    const visit = await surgery.consultation();
    const authorised = { access_path: 'authorised_prescriber' };
    const named = await visit.api.post(A, asking(visit, authorised));
    assert.deepEqual([named.status, named.body.field], [400, 'patient']);
    const unnamed = await visit.api.post(A, asking(visit, { patient: null }));
    assert.deepEqual([unnamed.status, unnamed.body.field], [400, 'patient']);
    const { id, patient } = await approved(visit, { ...authorised, patient: undefined });
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
      [{ expires_on: day(-11) }, 'expires_on'],
      [{ doctor: 'me' }, 'doctor'],
      [{ treatment_plan: { goals: 'Less pain' } }, 'treatment_plan'],
      [{ letter: randomUUID() }, 'letter'],
    ];
    for (const [changes, field] of wrong) {
      const { status, body } = await visit.api.post(A, asking(visit, changes));
      assert.equal(status, 400, JSON.stringify([changes, body]));
      assert.match(String(body.field), new RegExp(field), JSON.stringify(body));
    }
    for (const query of ['active=maybe', 'patient=me', 'doctor=me', 'status=x', 'limit=0', 'cursor=x']) {
      assert.equal((await visit.api.get(`${A}?${query}`)).status, 400, query);
    }
    assert.deepEqual(await idsFor(visit.api), []);
  });

  it('is withdrawn once, from one of its own days on, by its doctor or an administrator', async () => {
    const visit = await surgery.consultation();
    const [mine, theirs] = [await approved(visit), await approved(visit)];
    for (const wrong of [day(-11), day(11), '2026-02-30']) {
      const { status, body } = await withdraw(visit.api, mine.id, wrong);
      assert.deepEqual([status, body.field], [400, 'withdrawn_on'], wrong);
    }
    assert.equal((await withdraw(visit.api, mine.id, day(), '   ')).status, 400, 'a reason says something');
    assert.equal((await visit.api.patch(`${A}${mine.id}/`, { withdrawn_on: day() })).status, 400);
    const coming = await withdraw(visit.api, mine.id, day(1));
    assert.deepEqual([coming.status, coming.body.withdrawn_on, coming.body.reason], [200, day(1), WHY]);
    assert.equal(coming.body.active, true, 'it counts until then');
    const both = await Promise.all([1, 2].map(() => withdraw(admin, theirs.id)));
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
    const again = await withdraw(visit.api, theirs.id);
    assert.deepEqual(
      [again.status, again.body.code, again.body.current_status],
      [409, 'invalid_transition', 'withdrawn'],
    );
    const [shown] = (await admin.get(`${A}?patient=${visit.patient.id}&active=false`)).body;
    assert.deepEqual([shown.id, shown.active, shown.reason], [theirs.id, false, null]);
    assert.deepEqual(await idsFor(visit.api, '?active=true'), [mine.id]);
  });

  it('is never changed or deleted in the database', async () => {
    const visit = await surgery.consultation();
    const { id } = await approved(visit);
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
    await withdraw(visit.api, id);
    const back = 'withdrawn_on = null, withdrawn_by = null, withdrawn_at = null, reason_sealed = null';
    await assert.rejects(surgery.stage.sql(`update cannabis_approvals set ${back} where id = $1`, [id]), /not changed/);
    for (const sql of ['delete from cannabis_approvals', 'truncate cannabis_approvals'])
      await assert.rejects(surgery.stage.sql(sql), /append-only|refuse|not/, sql);
  });

  it('is recorded once for a key', async () => {
    const visit = await surgery.consultation();
    const [key, body] = [randomUUID(), asking(visit)];
    const [first, second] = [await visit.api.post(A, body, key), await visit.api.post(A, body, key)];
    assert.deepEqual([first.status, second.status, second.body], [201, 201, first.body]);
    assert.equal(second.headers.get('idempotent-replayed'), 'true');
    const other = await visit.api.post(A, { ...body, category: 2 }, key);
    assert.deepEqual([other.status, other.body.code], [422, 'idempotency_conflict']);
    assert.deepEqual(await idsFor(visit.api), [first.body.id]);
  });

  it('leaves a trail of who recorded, withdrew and read it, which says nothing of what was approved', async () => {
    const visit = await surgery.consultation();
    const { id } = await approved(visit);
    await withdraw(visit.api, id);
    await visit.patientApi.get(A);
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
    const running = await approved(visit);
    const over = await approved(visit, { approved_on: day(-20), expires_on: day(-1) });
    const coming = await approved(second, { approved_on: day(1) });
    const lastDay = await approved(second, { expires_on: day() });
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
    for (let n = 0; n < 5; n += 1) all.unshift((await approved(visit)).id);
    const read: string[] = [];
    for (let next: string | null = `${A}?limit=2`; next !== null; ) {
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

describe('prescribing medicinal cannabis', () => {
  let oil: string;
  let registered: string;
  let balanced: string;

  before(async () => {
    const named = async (brand: string | null) => {
      const [row] = await surgery.stage.sql<{ id: string }>(
        "select id from drugs where clinic_id is null and generic_name = 'cannabidiol' and brand_name is not distinct from $1",
        [brand],
      );
      assert.ok(row, 'the starter formulary has cannabidiol');
      return row.id;
    };
    [oil, registered] = [await named(null), await named('Epidyolex')];
    const added = await admin.post('/api/v1/drugs/', {
      ...{ generic_name: 'cannabidiol + tetrahydrocannabinol', strength: '10 mg/mL + 10 mg/mL', form: 'oral drops' },
      pack: { size: 30, unit: 'mL' },
    });
    assert.deepEqual([added.status, added.body.schedule], [201, 'S8'], JSON.stringify(added.body));
    balanced = added.body.id;
  });

  /** What a doctor sends, with an answer to every alert. */
  async function wanted({ api, patient }: Pick<Consultation, 'api' | 'patient'>, drug = oil, quantity = 100) {
    const item = { drug, dosage_instructions: 'Take 1 mL twice a day.', quantity, repeats: 0 };
    const body = { patient: patient.id, prescribed_drugs: [item], consultation_mode: 'video' };
    const { checks, alerts } = (await api.post(`${P}checks/`, body)).body;
    const reason = 'Weighed with the patient';
    const overrides = alerts.map(({ key }: { key: string }) => ({ key, reason }));
    const open = ['allergy', 'interaction'].filter((check) => checks[check].state !== 'clear');
    const acknowledged_checks = open.map((check) => ({ check, reason }));
    return { ...body, overrides, acknowledged_checks };
  }
  /** As a client does that is told to come back: under the same key. */
  function issue({ api }: Consultation, body: object) {
    const key = randomUUID();
    return until('an answer', async () => {
      const reply = await api.post(P, body, key);
      return reply.status !== 503 && reply;
    });
  }
  const prescribe = async (visit: Consultation, drug = oil, quantity = 100) =>
    issue(visit, await wanted(visit, drug, quantity));
  type Asked = Awaited<ReturnType<typeof prescribe>>;
  const assertIssued = ({ status, body }: Asked) => assert.equal(status, 201, JSON.stringify(body));
  const assertRefused = ({ status, body }: Asked, why: RegExp) => {
    assert.deepEqual(
      [status, body.rules?.map(({ rule }: { rule: string }) => rule)],
      [400, ['cannabis_approval']],
      JSON.stringify(body),
    );
    assert.match(body.rules[0].message, why);
  };

  it('needs an approval of this doctor for this patient, of the category and dose form, on this day', async () => {
    const visit = await surgery.consultation();
    assertIssued(await prescribe(visit, registered));
    assertRefused(await prescribe(visit), /There is none\./);
    const colleague = await surgery.prescriber();
    const neighbour = await surgery.consultation(visit.doctor);
    await approved(visit, { doctor: colleague.id }, admin);
    await approved(neighbour);
    assertRefused(await prescribe(visit), /There is none\./);
    await approved(visit, { approved_on: day(-20), expires_on: day(-1) });
    assertRefused(await prescribe(visit), /The approval ended on/);
    await approved(visit, { approved_on: day(1), expires_on: day(2) });
    assertRefused(await prescribe(visit), /The approval counts from/);
    await approved(visit, { category: 2, expires_on: day(3) });
    assertRefused(await prescribe(visit), /The approval is for category 2, and this is of category 1\./);
    await approved(visit, { dose_form: 'capsule', expires_on: day(4) });
    assertRefused(await prescribe(visit), /The approval is for another dose form\./);
    await approved(visit, { approved_on: day(), expires_on: day() });
    assertIssued(await prescribe(visit));
  });

  it('is refused from the day on from which the approval was withdrawn', async () => {
    const visit = await surgery.consultation();
    const { id } = await approved(visit);
    assertIssued(await prescribe(visit));
    await withdraw(visit.api, id, day());
    assertRefused(await prescribe(visit), /The approval was withdrawn on/);
    const next = await surgery.consultation();
    await withdraw(next.api, (await approved(next)).id, day(1));
    assertIssued(await prescribe(next));
  });

  it('of another category needs another approval, also of what a clinic has added to its formulary', async () => {
    const visit = await surgery.consultation();
    await approved(visit);
    assertRefused(await prescribe(visit, balanced, 30), /The approval is for category 1, and this is of category 3\./);
    const everybody = { access_path: 'authorised_prescriber', patient: undefined, category: 3 };
    await approved(visit, everybody);
    assertIssued(await prescribe(visit, balanced, 30));
    assertIssued(await prescribe(await surgery.consultation(visit.doctor), balanced, 30));
    assertRefused(await prescribe(await surgery.consultation(), balanced, 30), /There is none\./);
  });

  /** Locks of a doctor's approvals, those that are held or those that are waited for. */
  async function locks(doctor: Person, mode: 'ShareLock' | 'ExclusiveLock', granted: boolean): Promise<number> {
    const key = `approvals/${surgery.stage.clinic.clinicId}/${doctor.id}`;
    const rows = await surgery.stage.sql(
      `select 1 from pg_locks where locktype = 'advisory' and mode = $2 and granted = $3
          and (classid::bigint << 32) | objid::bigint = hashtextextended($1, 0)`,
      [key, mode, granted],
    );
    return rows.length;
  }

  /** Does something while a transaction of the test holds a row. */
  async function holding<T>(sql: string, values: readonly unknown[], work: () => Promise<T>): Promise<T> {
    const client = await surgery.stage.clinic.core.pool.connect();
    try {
      await client.query('begin');
      await client.query(sql, [...values]);
      return await work();
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  it('waits for a withdrawal that is under way, and obeys it', async () => {
    const visit = await surgery.consultation();
    const [{ id }, body] = [await approved(visit), await wanted(visit)];
    const lock = 'select 1 from cannabis_approvals where id = $1 for update';
    const both = await holding(lock, [id], async () => {
      const withdrawing = withdraw(visit.api, id);
      await until('the withdrawal', async () => (await locks(visit.doctor, 'ExclusiveLock', true)) === 1);
      const prescribing = issue(visit, body);
      await until('whoever prescribes', async () => (await locks(visit.doctor, 'ShareLock', false)) === 1);
      return [withdrawing, prescribing] as const;
    });
    const [withdrawn, asked] = await Promise.all(both);
    assert.equal(withdrawn.status, 200, JSON.stringify(withdrawn.body));
    assertRefused(asked, /The approval was withdrawn on/);
  });

  it('holds the approval until its transaction ends: a withdrawal at that moment comes afterwards', async () => {
    const visit = await surgery.consultation();
    const { id } = await approved(visit);
    const { core, clinicId } = surgery.stage.clinic;
    const of = { clinicId, doctorId: visit.doctor.id, patientId: visit.patient.id };
    // What the transaction that issues does between reading the approvals and its commit.
    const withdrawing = await core.unitOfWork.withScope(SYSTEM, async ({ cannabisApprovals }) => {
      const [found] = await cannabisApprovals.listHeld(of);
      assert.deepEqual([found?.category, found?.withdrawnOn], [1, null]);
      const answer = withdraw(visit.api, id);
      await until('the withdrawal', async () => (await locks(visit.doctor, 'ExclusiveLock', false)) === 1);
      assert.deepEqual(await cannabisApprovals.listHeld(of), [found]);
      return { answer };
    });
    const { status, body } = await withdrawing.answer;
    assert.equal(status, 200, JSON.stringify(body));
    assertRefused(await prescribe(visit), /The approval was withdrawn on/);
  });
});
