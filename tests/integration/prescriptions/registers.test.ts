import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { UserActor } from '../../../src/domain/actor.js';
import { localDay } from '../../../src/domain/days.js';
import { readRegister } from '../../../src/usecases/prescriptions/read-register.js';
import { RECONCILIATION_WORKFLOW } from '../../../src/workflows/reconciliation/contract.js';
import { ApiClient } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';
import { PHARMACY, Pharmacy } from '../../support/prescriptions/pharmacy.js';
import { storePrescription } from '../../support/prescriptions/stored.js';

const R = '/api/v1/prescriptions/audit/schedule-8/';
const N = '/api/v1/prescriptions/audit/numbers/';

const GOOD = { authority_verified: true, dosage_within_limits: 'not_computable', prescriber_authorized: true };

describe('the register of Schedule 8', () => {
  let at: Pharmacy;
  let admin: ApiClient;
  before(async () => {
    at = await Pharmacy.open();
    admin = await at.surgery.stage.signIn('admin');
  });
  after(() => at.close());

  const read = async (api: ApiClient, query = '') => {
    const { status, body } = await api.get(`${R}${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body as {
      controlled_substance_audit: Record<string, unknown>[];
      regulatory_summary: Record<string, unknown>;
    };
  };
  const rows = async (api: ApiClient, query?: string) => (await read(api, query)).controlled_substance_audit;
  const tokenOf = async ({ email, password }: Person): Promise<string> => {
    const anonymous = ApiClient.anonymous(at.surgery.stage.clinic.apiUrl);
    return (await anonymous.post('/api/v1/users/login/', { email, password })).body.access;
  };

  test('has a row for each supply that stands, and one without dates for what was not supplied', async () => {
    const paper = await at.controlled();
    const ordinary = await at.issued();
    const { visit } = paper;
    const [issued] = await at.surgery.stage.sql<{ issued_at: Date }>(
      'select issued_at from prescriptions where id = $1',
      [paper.id],
    );
    const unsupplied = {
      prescription_number: paper.number,
      drug: 'Oxycodone 5 mg tablet',
      schedule: 8,
      doctor: 'Testilda Doctorovic',
      patient: 'Testilda Patientovic',
      quantity: 20,
      authority_code: null,
      prescribed_date: issued?.issued_at.toISOString(),
      dispensed_date: null,
      pharmacy: null,
      pharmacist: null,
      compliance_checks: { ...GOOD, patient_id_checked: null },
    };
    const before = await read(visit.api);
    assert.deepEqual(before.controlled_substance_audit, [unsupplied]);
    assert.deepEqual(before.regulatory_summary, {
      total_schedule_8_prescriptions: 1,
      compliance_rate: '100%',
      audit_period: `${at.day().slice(0, 8)}01 to ${at.day()}`,
    });
    assert.deepEqual(await rows(ordinary.visit.api), [], 'an item of Schedule 4 is in no register');
    const supplied = await at.supply(paper, { patient_identity_checked: true });
    assert.equal(supplied.status, 201, JSON.stringify(supplied.body));
    const [row, ...others] = await rows(visit.api);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [row?.dispensed_date, row?.pharmacy, row?.pharmacist, row?.compliance_checks],
      [at.day(), PHARMACY.pharmacy_name, PHARMACY.pharmacist_id, { ...GOOD, patient_id_checked: true }],
    );
    assert.equal((await at.undo(paper, supplied.body.supplies[0].id)).status, 200);
    assert.deepEqual(
      await rows(visit.api),
      before.controlled_substance_audit,
      'what was undone does not count as supplied',
    );
  });

  test('shows a doctor their own rows and an administrator those of the clinic, and each reading is audited', async () => {
    const [one, other] = [await at.controlled(), await at.controlled()];
    const numbers = async (api: ApiClient) => (await rows(api)).map((row) => row.prescription_number);
    assert.deepEqual(await numbers(one.visit.api), [one.number]);
    assert.deepEqual(await numbers(other.visit.api), [other.number]);
    const all = await numbers(admin);
    assert.ok(all.includes(one.number) && all.includes(other.number));
    const audited = await at.surgery.stage.sql(
      `select details, patient_id from audit_events where action = 'prescription.register_read' and actor_user_id = $1`,
      [one.visit.doctor.id],
    );
    const details = { from: `${at.day().slice(0, 8)}01`, to: at.day(), count: 1 };
    assert.deepEqual(audited, [{ details, patient_id: one.visit.patient.id }]);
    for (const api of [one.visit.patientApi, await at.surgery.stage.signIn('receptionist')]) {
      assert.equal((await api.get(R)).status, 403);
    }
  });

  test('is of the days that are asked for, and refuses a period that is none', async () => {
    const paper = await at.controlled();
    await at.age(paper, 40);
    const { api } = paper.visit;
    const day = at.day(40);
    assert.equal((await rows(api, `?from=${day}&to=${day}`)).length, 1);
    assert.equal((await rows(api, `?from=${at.day(39)}`)).length, 0);
    assert.equal((await rows(api, `?from=${at.day(90)}&to=${at.day(41)}`)).length, 0);
    const empty = await read(api, '?from=2020-01-01&to=2020-01-31');
    assert.deepEqual(empty, {
      controlled_substance_audit: [],
      regulatory_summary: {
        total_schedule_8_prescriptions: 0,
        compliance_rate: null,
        audit_period: '2020-01-01 to 2020-01-31',
      },
    });
    const refused = ['?from=2026-02-02&to=2026-02-01', '?from=2025-01-01&to=2026-11-30', '?from=2026-02-30', '?to=now'];
    for (const query of refused) assert.equal((await api.get(`${R}${query}`)).status, 400, query);
  });

  test('counts days on the clinic’s calendar, also where clocks change', async () => {
    const { core, clinicId } = at.surgery.stage.clinic;
    const paper = await at.controlled();
    const actor = { ...ADMIN, userId: paper.visit.doctor.id, clinicIds: [clinicId] };
    const period = async (now: string) => {
      const { from, to } = await readRegister({ unitOfWork: core.unitOfWork, now: () => new Date(now) })(actor, {});
      return [from, to];
    };
    // Sydney is 11 hours ahead from 4 October 2026 on, and 10 before; the year begins there first.
    assert.deepEqual(await period('2026-10-03T13:59:59Z'), ['2026-10-01', '2026-10-03']);
    assert.deepEqual(await period('2026-10-03T14:00:00Z'), ['2026-10-01', '2026-10-04']);
    assert.deepEqual(await period('2026-10-04T12:59:59Z'), ['2026-10-01', '2026-10-04']);
    assert.deepEqual(await period('2026-10-04T13:00:00Z'), ['2026-10-01', '2026-10-05']);
    assert.deepEqual(await period('2026-12-31T13:00:00Z'), ['2027-01-01', '2027-01-01']);
  });

  test('computes each check from what is stored, the prescriber’s authority as it was when it was issued', async () => {
    const paper = await at.controlled();
    const { api, doctor } = paper.visit;
    await at.supply(paper, { patient_identity_checked: true });
    const checks = async () => {
      const { controlled_substance_audit: all, regulatory_summary: of } = await read(api);
      return [all[0]?.compliance_checks, of.compliance_rate];
    };
    const good = { ...GOOD, patient_id_checked: true };
    assert.deepEqual(await checks(), [good, '100%']);
    await at.surgery.stage.sql(
      `insert into doctor_verifications (clinic_id, user_id, status, checked_at, findings_sealed)
       select clinic_id, user_id, 'suspended', now(), findings_sealed from doctor_verifications where user_id = $1`,
      [doctor.id],
    );
    assert.deepEqual(await checks(), [good, '100%'], 'what was found out later does not change what was');
    const update = (table: string, set: string, id: string) =>
      at.behindTriggers([table], () => at.surgery.stage.sql(`update ${table} set ${set}`, [id]));
    for (const [set, back] of [
      ['schedule_8 = false', 'schedule_8 = true'],
      ["authority_expires_on = '2020-01-01'", 'authority_expires_on = null'],
      ["expires_on = '2020-01-01'", "expires_on = '2099-12-31'"],
      ["recorded_at = now() + interval '1 hour'", "recorded_at = now() - interval '1 hour'"],
    ] as const) {
      await update('doctor_verifications', `${set} where user_id = $1 and status = 'verified'`, doctor.id);
      assert.deepEqual(await checks(), [{ ...good, prescriber_authorized: false }, '0%'], set);
      await update('doctor_verifications', `${back} where user_id = $1 and status = 'verified'`, doctor.id);
    }
    await update('dispensings', 'patient_identity_checked = false where prescription_id = $1', paper.id);
    assert.deepEqual(await checks(), [{ ...good, patient_id_checked: false }, '0%']);
  });

  test('keeps the row of a record that somebody has changed', async () => {
    const paper = await at.controlled();
    const row = await rows(paper.visit.api);
    await at.behindTriggers(['prescriptions'], () =>
      at.surgery.stage.sql("update prescriptions set content_sealed = 'k.x', details_sealed = 'k.x' where id = $1", [
        paper.id,
      ]),
    );
    assert.deepEqual(await rows(paper.visit.api), [
      {
        ...row[0],
        ...{ drug: null, doctor: null, patient: null },
        compliance_checks: { ...GOOD, patient_id_checked: null, authority_verified: false },
      },
    ]);
  });

  test('is a file that is safe to open in a spreadsheet', async () => {
    const paper = await at.controlled();
    const { api } = paper.visit;
    const nasty = '=HYPERLINK("http://example.invalid","x"),\u00e4';
    const reply = await at.supply(paper, {
      ...{ pharmacy_name: nasty, pharmacist_id: '+61 2', patient_identity_checked: true },
    });
    assert.equal(reply.status, 201, JSON.stringify(reply.body));
    const authorization = `Bearer ${await tokenOf(paper.visit.doctor)}`;
    const csv = (query: string, accept = '*/*') =>
      fetch(`${at.surgery.stage.clinic.apiUrl}${R}${query}`, { headers: { authorization, accept } });
    const answer = await csv('?format=csv');
    assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8; header=present');
    const name = `schedule-8-${at.day().slice(0, 8)}01-${at.day()}.csv`;
    assert.equal(answer.headers.get('content-disposition'), `attachment; filename="${name}"`);
    const text = await answer.text();
    const [heading, row, ...rest] = text.split('\r\n');
    assert.deepEqual(rest, ['']);
    assert.equal(
      heading,
      'prescription_number,drug,schedule,doctor,patient,quantity,authority_code,prescribed_date,dispensed_date,pharmacy,pharmacist,authority_verified,patient_id_checked,dosage_within_limits,prescriber_authorized',
    );
    const end = `,20,,${(await rows(api))[0]?.prescribed_date},${at.day()},"'=HYPERLINK(""http://example.invalid"",""x""),\u00e4",'+61 2,true,true,not_computable,true`;
    assert.ok(row?.startsWith(`${paper.number},`) && row.endsWith(end), row);
    assert.equal(await (await csv('', 'text/csv')).text(), text);
    assert.match((await csv('?format=json', 'text/csv')).headers.get('content-type') ?? '', /json/);
  });

  test('is watched by the night’s run, with the rights that the worker has', async () => {
    const [{ visit }, clinic] = [await at.controlled(), at.surgery.stage.clinic];
    const oxycodone = await at.surgery.drug('Oxycodone 5 mg tablet, 20');
    const again = await visit.api.post('/api/v1/prescriptions/', {
      patient: visit.patient.id,
      prescribed_drugs: [at.anItem({ drug: oxycodone, dosage_instructions: 'Take one tablet twice a day.' })],
      consultation_mode: 'video',
      monitoring_check: { system: 'SafeScript NSW', checked_at: new Date().toISOString(), outcome: 'Nothing of note' },
    });
    assert.equal(again.status, 201, JSON.stringify(again.body));
    const { client, temporal } = clinic.core;
    const night = { taskQueue: temporal.taskQueue, workflowId: `night-${randomUUID()}`, args: [] };
    await client.workflow.execute(RECONCILIATION_WORKFLOW, night);
    const entries = (await admin.get('/api/v1/admin/attention/')).body as { code: string; context: unknown }[];
    const found = entries.filter(({ code }) => code === 'prescribing_pattern');
    assert.deepEqual(
      found.map(({ context }) => context),
      [
        {
          ...{ pattern: 'again_early', doctor: visit.doctor.id },
          prescriptions: (await rows(visit.api)).map((row) => row.prescription_number),
        },
      ],
    );
  });

  test('shows one supply of many that are recorded and undone while it is read, or none, and never two', async () => {
    const paper = await at.controlled();
    const changing = (async () => {
      for (let turn = 0; turn < 8; turn += 1) {
        const reply = await at.supply(paper, { patient_identity_checked: true });
        assert.equal(reply.status, 201, JSON.stringify(reply.body));
        await at.undo(paper, reply.body.supplies[0].id);
      }
    })();
    let isDone = false;
    const ended = changing.finally(() => {
      isDone = true;
    });
    while (!isDone) assert.equal((await rows(paper.visit.api)).length, 1);
    await ended;
  });
});

const ADMIN: UserActor = {
  kind: 'user',
  userId: '',
  role: 'admin',
  membershipId: null,
  permissions: ['prescriptions:audit'],
  clinicIds: [],
  sessionId: randomUUID(),
};

/** On the clinics' calendar; and how the numbers of its year begin. */
const TODAY = localDay(new Date(), 'Australia/Sydney');
const YEAR = Number(TODAY.slice(0, 4));
const RX = `RX${YEAR}`;

describe('registers of clinics beside each other', () => {
  let clinics: PatientClinics;
  let here: string;
  let there: string;
  let admin: Person;
  let stranger: Person;
  const stored: { readonly here: string[]; readonly there: string[] } = { here: [], there: [] };
  before(async () => {
    clinics = await PatientClinics.start();
    [here, there] = [await clinics.clinic(), await clinics.clinic()];
    [admin, stranger] = [await clinics.person(here, 'admin'), await clinics.person(there, 'admin')];
  });
  after(() => clinics.stop());

  const store = async (clinicId: string) => {
    const [doctor, patient] = [await clinics.person(clinicId, 'doctor'), await clinics.person(clinicId, 'patient')];
    const appointmentId = await clinics.visit(clinicId, doctor, patient);
    const of = { clinicId, doctorId: doctor.id, patientId: patient.id, appointmentId };
    return storePrescription(clinics.core, of, { schedule: 'S8', issuedOn: TODAY });
  };
  const numbers = async (by: Person, query = `?year=${YEAR}`) => {
    const { status, body } = await (await clinics.as(by)).get(`${N}${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };

  test('begin empty', async () => {
    assert.deepEqual(await numbers(admin), { year: YEAR, first: null, last: null, count: 0, missing: [] });
    const { body } = await (await clinics.as(admin)).get(R);
    assert.deepEqual([body.controlled_substance_audit, body.regulatory_summary.compliance_rate], [[], null]);
  });

  test('show nothing of each other, and every number that is missing', async () => {
    for (const at of ['here', 'there', 'here', 'there', 'here'] as const) {
      stored[at].push(await store(at === 'here' ? here : there));
    }
    const listed = async (by: Person) =>
      (
        await (await clinics.as(by)).get(`${R}?from=${YEAR}-01-01&to=${YEAR}-12-31`)
      ).body.controlled_substance_audit.map((row: { prescription_number: string }) => row.prescription_number);
    const [ours, theirs] = [
      [`${RX}000001`, `${RX}000003`, `${RX}000005`],
      [`${RX}000002`, `${RX}000004`],
    ];
    assert.deepEqual([await listed(admin), await listed(stranger)], [ours, theirs]);
    assert.deepEqual(await numbers(admin), {
      ...{ year: YEAR, first: `${RX}000001`, last: `${RX}000005`, count: 3, missing: [] },
    });
    assert.deepEqual(await numbers(stranger), {
      ...{ year: YEAR, first: `${RX}000002`, last: `${RX}000004`, count: 2, missing: [] },
    });
    await remove(stored.here[1]);
    await remove(stored.here[2]);
    const missing = [`${RX}000003`, `${RX}000005`];
    assert.deepEqual(await numbers(admin), {
      ...{ year: YEAR, first: `${RX}000001`, last: `${RX}000001`, count: 1, missing },
    });
    assert.deepEqual((await numbers(stranger)).missing, missing, 'nobody can tell any more whose it was');
    assert.deepEqual((await numbers(admin, `?year=${YEAR - 1}`)).missing, []);
    assert.deepEqual(await numbers(admin, ''), await numbers(admin), 'this year is meant');
  });

  /** As somebody with the owner's password could. */
  async function remove(id: string | undefined): Promise<void> {
    for (const table of ['prescriptions', 'prescription_items']) {
      await clinics.rows(`alter table ${table} disable trigger all`);
    }
    await clinics.rows('delete from prescription_items where prescription_id = $1', [id]);
    await clinics.rows('delete from prescriptions where id = $1', [id]);
    for (const table of ['prescriptions', 'prescription_items']) {
      await clinics.rows(`alter table ${table} enable trigger all`);
    }
  }

  test('name a thousand gaps and no more, whatever somebody writes into the counter', async () => {
    await clinics.rows('insert into prescription_counters (year, last) values (2031, 2147483647)');
    const { missing } = await numbers(admin, '?year=2031');
    assert.deepEqual([missing.length, missing[0], missing.at(-1)], [1000, 'RX2031000001', 'RX2031001000']);
  });

  test('find no gap in numbers that are being taken', async () => {
    const writing = Promise.all([1, 2, 3].flatMap(() => [store(here), store(there)]));
    let isDone = false;
    const ended = writing.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      assert.deepEqual((await numbers(admin)).missing, [`${RX}000003`, `${RX}000005`]);
    }
    assert.equal((await ended).length, 6);
  });

  test('are asked for a year that there can be, by administrators', async () => {
    for (const query of ['?year=1999', '?year=x', '?year=20260']) {
      assert.equal((await (await clinics.as(admin)).get(`${N}${query}`)).status, 400, query);
    }
    const doctor = await clinics.as(await clinics.person(here, 'doctor'));
    assert.equal((await doctor.get(N)).status, 403);
    assert.equal((await doctor.get(R)).status, 200);
    assert.equal((await (await clinics.as(await clinics.person(here, 'nurse'))).get(R)).status, 403);
  });

  test('are behind the second wall: a scope of one clinic reads no row of another', async () => {
    const actor = { ...ADMIN, userId: admin.id, clinicIds: [here] };
    const read = (clinicId: string) =>
      clinics.apiCore.unitOfWork.withScope(actor, (scope) =>
        scope.register.listControlled({ clinicId, from: `${YEAR}-01-01`, to: `${YEAR}-12-31` }),
      );
    assert.ok((await read(here)).length > 0);
    assert.deepEqual(await read(there), []);
  });
});
