import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { PRESCRIBED, SEED_PRESCRIPTIONS } from '../../fixtures/seed-prescriptions.js';
import { ApiClient, type Reply } from '../../support/client.js';
import { misfits, responseOf, schemaOf } from '../../support/openapi.js';
import { Surgery } from '../../support/prescriptions/surgery.js';
import { shows } from '../../support/shown-fields.js';

const P = '/api/v1/prescriptions';

let surgery: Surgery;
before(async () => {
  const seedMails = { PRESCRIPTION_DELIVERY: 'attachment', PRESCRIPTION_MAIL_SUBJECT: 'named' };
  surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s', RATE_LIMIT_VERIFY: 'off', ...seedMails });
});
after(() => surgery.close());

/** It is what the document says, and has what the seed shows. */
function conforms(route: string, [method, status]: readonly [string, number], reply: Reply, seed: unknown): void {
  assert.equal(reply.status, status, JSON.stringify(reply.body));
  const schema = schemaOf(responseOf(method, route, status));
  assert.ok(schema, `${method} ${route} ${status} has a schema`);
  assert.deepEqual(misfits(schema, reply.body), []);
  shows(seed, reply.body);
}

test('every body of the seed’s prescription section is served, field by field', async () => {
  const admin = await surgery.stage.signIn('admin');
  const drug = async (body: object): Promise<string> => {
    const made = await admin.post('/api/v1/drugs/', body);
    assert.equal(made.status, 201, JSON.stringify(made.body));
    return made.body.id;
  };
  const { paracetamol, ibuprofen, oxycodone } = PRESCRIBED.drugs;
  const drugs = [await drug(paracetamol), await drug(ibuprofen)];
  const visit = await surgery.consultation();
  const { unitOfWork } = surgery.stage.clinic.core;
  const profile = await unitOfWork.withScope(SYSTEM, ({ users }) => users.doctorDocument(visit.doctor.id));
  const own = {
    clinic_name: 'Test Clinic',
    prescriber_number: profile.prescriberNumber,
    medical_registration: profile.medicalRegistrationNumber,
  };
  const body = {
    patient: visit.patient.id,
    prescribed_drugs: PRESCRIBED.items.map((item, at) => ({ drug: drugs[at], ...item })),
    notes: PRESCRIBED.notes,
    consultation_mode: 'video',
  };

  const wrong = await visit.api.insist(`${P}/`, { ...body, ...own, ...PRESCRIBED.wrongNumber });
  conforms(P, ['POST', 400], wrong, SEED_PRESCRIPTIONS.refused);
  const created = await visit.api.insist(`${P}/`, { ...body, ...own });
  conforms(P, ['POST', 201], created, SEED_PRESCRIPTIONS.created);
  const { id, prescription_number: number } = created.body;
  assert.match(number, /^RX\d{10}$/);
  await surgery.delivered(visit.api, id);
  const read = await visit.api.get(`${P}/${id}/`);
  conforms(`${P}/{id}`, ['GET', 200], read, SEED_PRESCRIPTIONS.created);
  assert.ok(read.body.pdf_url.endsWith(`/prescriptions/${id}/pdf`), read.body.pdf_url);

  const logs = await visit.api.get(`${P}/${id}/email-logs/`);
  conforms(`${P}/{id}/email-logs`, ['GET', 200], logs, SEED_PRESCRIPTIONS.emailLogs);
  assert.equal(logs.body[0].subject, `Your Prescription from ${created.body.doctor.name} - ${number}`);

  const stored = await unitOfWork.withScope(SYSTEM, ({ prescriptions }) => prescriptions.find(id));
  assert.ok(stored);
  const { code } = stored;
  const anybody = ApiClient.anonymous(surgery.stage.clinic.apiUrl);
  const looked = await anybody.get(`${P}/verify/${number}?code=${code}`);
  conforms(`${P}/verify/{number}`, ['GET', 200], looked, SEED_PRESCRIPTIONS.verified);
  const day = looked.body.verification_result.issued_date;
  const supplied = await anybody.post(`${P}/${number}/dispense/`, {
    code,
    ...PRESCRIBED.dispense,
    dispensed_date: day,
  });
  conforms(`${P}/{number}/dispense`, ['POST', 201], supplied, { prescription_number: number, status: 'active' });

  const { item, ...said } = PRESCRIBED.controlled;
  const prescribed_drugs = [{ drug: await drug(oxycodone), ...item }];
  const controlled = await visit.api.insist(`${P}/`, { ...body, ...said, prescribed_drugs });
  conforms(P, ['POST', 201], controlled, SEED_PRESCRIPTIONS.controlled);
});
