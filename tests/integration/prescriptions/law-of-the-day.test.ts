import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const P = '/api/v1/prescriptions/';

let surgery: Surgery;
before(async () => {
  surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s' });
});
after(() => surgery.close());

const prescribe = async (visit: Consultation, changes: object = {}) => {
  const drug = await surgery.drug('Amoxicillin 500 mg capsule, 20');
  const directions = 'Take one capsule three times a day until all are taken.';
  const item = { drug, dosage_instructions: directions, quantity: 20, repeats: 0 };
  const body = { patient: visit.patient.id, prescribed_drugs: [item], consultation_mode: 'video', ...changes };
  return visit.api.post(P, body);
};

test('a prescription on the RPBS needs the number of the veteran, which the profile keeps', async () => {
  const visit = await surgery.consultation();
  const refused = await prescribe(visit, { scheme: 'rpbs' });
  assert.equal(refused.status, 400, JSON.stringify(refused.body));
  assert.deepEqual(
    refused.body.rules.map(({ rule, field }: { rule: string; field: string }) => [rule, field]),
    [['scheme_details', 'patient_profile.dva_file_number']],
  );
  const given = await visit.patientApi.patch('/api/v1/users/profile/', {
    patient_profile: { dva_file_number: 'NX123456' },
  });
  assert.equal(given.status, 200, JSON.stringify(given.body));
  const issued = await prescribe(visit, { scheme: 'rpbs' });
  assert.equal(issued.status, 201, JSON.stringify(issued.body));
});

test('a row that was added to the law counts from its day on', async () => {
  const visit = await surgery.consultation();
  const [platform] = await surgery.stage.sql<{ id: string }>('select id from users limit 1');
  const add = (day: string, value: number) =>
    surgery.stage.sql(
      `insert into law_rules (id, rule, region, effective_from, source, value, added_by, added_at)
       values (gen_random_uuid(), 'validity_months', 'au', (now() at time zone 'Australia/Sydney')::date + $1::int, 'A test',
         to_jsonb($2::int), $3, now() - interval '9 days')`,
      [day, value, platform?.id],
    );
  const lastDay = async () => {
    const { status, body } = await prescribe(visit);
    assert.equal(status, 201, JSON.stringify(body));
    return Date.parse(body.valid_until) - Date.parse(body.created_at.slice(0, 10));
  };
  const DAY = 86_400_000;
  await add('2', 1);
  assert.ok((await lastDay()) > 360 * DAY, 'a coming row does not count yet');
  await add('-1', 3);
  const months = (await lastDay()) / DAY;
  assert.ok(months > 85 && months < 95, `${months} days are three months`);
});
