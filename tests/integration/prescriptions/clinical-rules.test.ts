import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { UserActor } from '../../../src/domain/actor.js';
import { CLINICAL_RULES } from '../../../src/domain/prescriptions/checks/data/clinical-rules.js';
import { readClinicalRules } from '../../../src/usecases/prescriptions/clinical-rules.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';

const R = '/api/v1/admin/clinical-rules/';
const WHY = 'Our pharmacist weighs it so';

interface Listed {
  readonly id: string;
  readonly check: string;
  readonly when: object;
  readonly severity: string;
  readonly active: boolean;
  readonly version: number;
}

describe('the clinical rules of a clinic', () => {
  let clinics: PatientClinics;
  let here: string;
  let there: string;
  let admin: Person;
  let stranger: Person;
  let doctor: Person;

  before(async () => {
    clinics = await PatientClinics.start();
    [here, there] = [await clinics.clinic(), await clinics.clinic()];
    [admin, stranger] = [await clinics.person(here, 'admin'), await clinics.person(there, 'admin')];
    doctor = await clinics.person(here, 'doctor');
  });
  after(() => clinics.stop());

  const list = async (query = '', by: Person = admin): Promise<readonly Listed[]> => {
    const { status, body } = await (await clinics.as(by)).get(`${R}${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };
  const find = async (id: string, by: Person = admin) => (await list('', by)).find((rule) => rule.id === id);
  const patch = async (id: string, body: object, by: Person = admin) =>
    (await clinics.as(by)).patch(`${R}${id}/`, { reason: WHY, version: 1, ...body });

  it('are those that are delivered, each with what it looks for and where it is from', async () => {
    const rules = await list();
    assert.deepEqual(
      rules.map(({ id }) => id),
      CLINICAL_RULES.map(({ id }) => id),
    );
    assert.ok(rules.every(({ active, version }) => active && version === 1));
    const { id, check, severity, title, advice, source, asOf } =
      CLINICAL_RULES.find((rule) => rule.id === 'maoi-ssri') ?? {};
    assert.deepEqual(await find('maoi-ssri'), {
      ...{ id, check, severity, title, advice, source, as_of: asOf, active: true, version: 1 },
      when: { together: [{ classes: ['maoi'] }, { classes: ['ssri'] }] },
    });
    assert.deepEqual((await find('age-codeine-under-12'))?.when, {
      prescribed: { substances: ['codeine', 'tramadol'] },
      under_age: 12,
    });
    assert.deepEqual((await find('dose-above-item-limit'))?.when, { above: 'item_limit' });
    assert.deepEqual((await find('dose-paracetamol-child'))?.when, {
      ...{ in_day_per_kg: 'paracetamol', above: { amount: 60, unit: 'mg' }, under_age: 12 },
    });
  });

  it('are filtered by check and by whether they are switched off', async () => {
    const pregnancy = await list('?check=pregnancy');
    assert.ok(pregnancy.length > 10 && pregnancy.every(({ check }) => check === 'pregnancy'));
    assert.equal((await patch('two-nitrates', { active: false })).status, 200);
    assert.deepEqual(
      (await list('?active=false')).map(({ id }) => id),
      ['two-nitrates'],
    );
    assert.deepEqual(await list('?check=pregnancy&active=false'), []);
    assert.equal((await list('?active=true')).length, CLINICAL_RULES.length - 1);
    const { status } = await (await clinics.as(admin)).get(`${R}?check=kidney`);
    assert.equal(status, 400);
  });

  it('are changed in versions, for this clinic alone, and the reason stands in the audit', async () => {
    const off = await patch('qt-two', { active: false });
    assert.deepEqual([off.status, off.body.active, off.body.severity, off.body.version], [200, false, 'major', 2]);
    const milder = await patch('qt-two', { active: true, severity: 'moderate', version: 2 });
    assert.deepEqual([milder.body.active, milder.body.severity, milder.body.version], [true, 'moderate', 3]);
    const same = await patch('qt-two', { active: true, version: 3 });
    assert.deepEqual([same.status, same.body.version], [200, 3], 'what changes nothing makes no version');
    assert.deepEqual(
      [(await find('qt-two'))?.severity, (await find('qt-two', stranger))?.severity],
      ['moderate', 'major'],
    );
    const kept = await clinics.rows<object>(
      "select version, active, severity from clinical_rule_changes where rule = 'qt-two' order by version",
    );
    assert.deepEqual(kept, [
      { version: 2, active: false, severity: null },
      { version: 3, active: true, severity: 'moderate' },
    ]);
    const audited = await clinics.rows<{ clinic_id: string; details: object; sealed: boolean }>(
      "select clinic_id, details, reason_sealed is not null as sealed from audit_events where action = 'clinical_rule.changed' and entity_id = 'qt-two' order by happened_at",
    );
    assert.deepEqual(audited, [
      { clinic_id: here, details: { version: 2, active: false, severity: 'major' }, sealed: true },
      { clinic_id: here, details: { version: 3, active: true, severity: 'moderate' }, sealed: true },
    ]);
  });

  it('follow what is delivered again when they are weighed as it is', async () => {
    await patch('two-statins', { severity: 'minor' });
    const back = await patch('two-statins', { severity: 'major', version: 2 });
    assert.deepEqual([back.body.severity, back.body.version], ['major', 3]);
    const [latest] = await clinics.rows<object>(
      "select severity from clinical_rule_changes where rule = 'two-statins' and version = 3",
    );
    assert.deepEqual(latest, { severity: null });
  });

  it('are changed by who has read the latest version: of two at one moment one is refused', async () => {
    const answers = await Promise.all(['moderate', 'minor'].map((severity) => patch('two-ssris', { severity })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    const refused = answers.find(({ status }) => status === 409);
    assert.deepEqual([refused?.body.code, refused?.body.version], ['version_conflict', 2]);
  });

  it('are not changed without a reason, without a change, or where there is none', async () => {
    const refusals: readonly (readonly [id: string, body: object, status: number])[] = [
      ['two-triptans', { active: false, reason: ' \u200b ' }, 400],
      ['two-triptans', { active: false, reason: '' }, 400],
      ['two-triptans', {}, 400],
      ['two-triptans', { severity: 'harmless' }, 400],
      ['two-triptans', { active: false, version: 0 }, 400],
      ['no-such-rule', { active: false }, 404],
      ['__proto__', { active: false }, 404],
    ];
    for (const [id, body, expected] of refusals) {
      const { status } = await patch(id, body);
      assert.equal(status, expected, `${id} ${JSON.stringify(body)}`);
    }
    assert.equal((await find('two-triptans'))?.version, 1);
  });

  it('are for administrators, and read inside a scope by whoever checks a prescription', async () => {
    assert.equal((await (await clinics.as(doctor)).get(R)).status, 403);
    assert.equal((await patch('two-triptans', { active: false }, doctor)).status, 403);
    await patch('two-triptans', { active: false });
    const readBy = async ({ id: userId }: Person, own: string, clinicId: string) => {
      const who = {
        kind: 'user',
        userId,
        role: 'doctor',
        membershipId: null,
        permissions: [],
        sessionId: randomUUID(),
      } as const;
      const actor: UserActor = { ...who, clinicIds: [own] };
      return clinics.apiCore.unitOfWork.withScope(actor, (scope) => readClinicalRules(scope, clinicId));
    };
    const isActive = async (person: Person, own: string) =>
      (await readBy(person, own, here)).find(({ id }) => id === 'two-triptans')?.active;
    assert.equal(await isActive(doctor, here), false);
    const elsewhere = await clinics.person(there, 'doctor');
    assert.equal(await isActive(elsewhere, there), true, 'another clinic sees nothing of it');
  });

  it('are those by which the next prescription of the clinic is checked', async () => {
    const patient = await clinics.person(here, 'patient');
    await clinics.visit(here, doctor, patient);
    const api = await clinics.as(admin);
    const drugs = [
      { generic_name: 'warfarin', strength: '5 mg', form: 'tablet' },
      { generic_name: 'naproxen', strength: '500 mg', form: 'tablet', pack: { size: 50, unit: 'unit' } },
    ];
    const ids: string[] = [];
    for (const drug of drugs) ids.push((await api.post('/api/v1/drugs/', drug)).body.id);
    const check = async () => {
      const item = { dosage_instructions: 'Take 1 tablet once daily.', quantity: 20, repeats: 0 };
      const body = { patient: patient.id, prescribed_drugs: ids.map((drug) => ({ ...item, drug })) };
      const answer = await (await clinics.as(doctor)).post('/api/v1/prescriptions/checks/', body);
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      const alert = answer.body.alerts.find(({ key }: { key: string }) =>
        key.startsWith('interaction:warfarin-nsaid:'),
      );
      return [alert?.severity, answer.body.checks.interaction.reasons];
    };
    assert.deepEqual(await check(), ['major', ['medicines_not_reviewed']]);
    await patch('warfarin-nsaid', { severity: 'moderate' });
    assert.deepEqual(await check(), ['moderate', ['medicines_not_reviewed']]);
    await patch('warfarin-nsaid', { active: false, version: 2 });
    assert.deepEqual(await check(), [undefined, ['medicines_not_reviewed', 'rules_inactive']]);
  });

  it('keep their versions: the database refuses gaps, changes and deletions', async () => {
    const insert = (version: number) =>
      clinics.rows(
        `insert into clinical_rule_changes (clinic_id, rule, version, active, severity, changed_by, changed_at)
         values ($1, 'two-sartans', ${version}, false, null, $2, now())`,
        [here, admin.id],
      );
    await assert.rejects(insert(1), /check constraint/);
    await assert.rejects(insert(3), /follows none/);
    await insert(2);
    await assert.rejects(insert(2), /duplicate key/);
    await assert.rejects(clinics.rows("update clinical_rule_changes set active = true where rule = 'two-sartans'"));
    await assert.rejects(clinics.rows("delete from clinical_rule_changes where rule = 'two-sartans'"));
  });
});
