import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { UserActor } from '../../../src/domain/actor.js';
import { until } from '../../support/client.js';
import { PatientClinics } from '../../support/patient-clinics.js';
import { storePrescription } from '../../support/prescriptions/stored.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const P = '/api/v1/prescriptions/';

describe('a cancel', () => {
  let surgery: Surgery;
  before(async () => {
    surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s' });
  });
  after(() => surgery.close());

  async function issued(visit: Consultation): Promise<{ readonly id: string }> {
    const drug = await surgery.drug('Amoxicillin 500 mg capsule, 20');
    const item = { drug, dosage_instructions: 'Take one capsule three times a day.', quantity: 20, repeats: 0 };
    const body = { patient: visit.patient.id, prescribed_drugs: [item], consultation_mode: 'video' };
    const reply = await visit.api.post(P, body);
    assert.equal(reply.status, 201, JSON.stringify(reply.body));
    return reply.body;
  }

  test('is made by any doctor of the clinic, also by one who cannot read what they cancel', async () => {
    const visit = await surgery.consultation();
    const colleague = await surgery.prescriber();
    const api = await surgery.stage.as(colleague);
    const { id } = await issued(visit);
    await surgery.delivered(visit.api, id);
    const path = `${P}${id}/`;
    assert.equal((await api.get(path)).status, 404);
    assert.equal((await api.post(`${path}paper/`, {})).status, 404);
    const key = randomUUID();
    const cancelled = await api.post(`${path}cancel/`, { reason: 'Its doctor is away' }, key);
    assert.deepEqual(
      [cancelled.status, cancelled.body.id, cancelled.body.status, cancelled.body.supplied_before],
      [200, id, 'cancelled', []],
      JSON.stringify(cancelled.body),
    );
    assert.equal((await api.post(`${path}cancel/`, { reason: 'Its doctor is away' }, key)).status, 200, 'a repeat');
    assert.equal((await api.get(path)).status, 404, 'as before');
    const history = (await visit.api.get(`${path}history/`)).body;
    assert.deepEqual(
      history.filter(({ event }: { event: string }) => event === 'cancelled').map(({ by }: { by: unknown }) => by),
      [colleague.id],
    );
  });

  test('ends it once, notifies the patient, and a second one is refused', async () => {
    const visit = await surgery.consultation();
    const { id } = await issued(visit);
    await surgery.delivered(visit.api, id);
    const key = randomUUID();
    const replies = await Promise.all(
      [1, 2].map(() => visit.api.post(`${P}${id}/cancel/`, { reason: 'The wrong strength' }, key)),
    );
    assert.ok(replies.some(({ status }) => status === 200));
    const again = await visit.api.post(`${P}${id}/cancel/`, { reason: 'The wrong strength' }, key);
    assert.deepEqual([again.status, again.body.status, again.body.supplied_before], [200, 'cancelled', []]);
    const other = await visit.api.post(`${P}${id}/cancel/`, { reason: 'Once more' });
    assert.deepEqual(
      [other.status, other.body.code, other.body.current_status],
      [409, 'invalid_transition', 'cancelled'],
    );
    await until('the mail', async () => {
      const mails = (await surgery.stage.clinic.mails()).filter((mail) => mail.to.includes(visit.patient.email));
      return mails.filter(({ kind }) => kind === 'prescription_cancelled').length === 1;
    });
  });
});

describe('a prescription that is to be cancelled', () => {
  let clinics: PatientClinics;
  before(async () => {
    clinics = await PatientClinics.start();
  });
  after(() => clinics.stop());

  test('opens to doctors of its own clinic alone, whatever their scope asks for', async () => {
    const [here, there] = [await clinics.clinic(), await clinics.clinic()];
    const [doctor, patient] = [await clinics.person(here, 'doctor'), await clinics.person(here, 'patient')];
    const appointmentId = await clinics.visit(here, doctor, patient);
    const of = { clinicId: here, doctorId: doctor.id, patientId: patient.id, appointmentId };
    const ending = await storePrescription(clinics.core, of);
    const reads = async (clinicId: string) => {
      const { id: userId } = await clinics.person(clinicId, 'doctor');
      const actor: UserActor = {
        ...{ kind: 'user', userId, role: 'doctor', membershipId: null, sessionId: randomUUID() },
        ...{ permissions: ['prescriptions:write'], clinicIds: [clinicId] },
      };
      const find = (opens: { readonly ending?: string }) =>
        clinics.apiCore.unitOfWork.withScope(actor, ({ signedRecords }) => signedRecords.find(ending), { opens });
      return { without: (await find({})) !== null, asking: (await find({ ending })) !== null };
    };
    assert.deepEqual(await reads(here), { without: false, asking: true });
    assert.deepEqual(await reads(there), { without: false, asking: false });
  });
});
