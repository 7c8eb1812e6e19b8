import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ApiClient } from '../../support/client.js';
import { PatientClinics } from '../../support/patient-clinics.js';

const AT = '2026-12-01T09:00:00.000Z';
const NOTHING = {
  ...{ mode: null, started_at: null, ended_at: null, identity_check: null, patient_location: null },
  ...{
    telehealth_consent_at: null,
    patient_phone: null,
    costs_explained: null,
    interpreter: null,
    support_person: null,
  },
  ...{ technical_failure: null, notes: null },
};

describe('the record of a consultation', () => {
  let clinics: PatientClinics;
  let clinic: string;
  before(async () => {
    clinics = await PatientClinics.start();
    clinic = await clinics.clinic();
  });
  after(() => clinics?.stop());

  async function visit(status = 'booked') {
    const [doctor, patient] = [await clinics.person(clinic, 'doctor'), await clinics.person(clinic, 'patient')];
    const id = await clinics.visit(clinic, doctor, patient, { status });
    const path = `/api/v1/appointments/${id}/consultation/`;
    return { id, path, doctor: await clinics.as(doctor), patient: await clinics.as(patient) };
  }

  it('is written by the doctor piece by piece, and read by the patient without the notes', async () => {
    const { path, doctor, patient } = await visit();
    assert.deepEqual((await patient.get(path)).body, NOTHING);
    const first = await doctor.patch(path, {
      mode: 'video',
      identity_check: { method: 'name and date of birth', checked_at: '2026-12-01T20:00:00+11:00' },
      patient_location: '1 Example Street, Sydney',
      notes: 'Headaches',
    });
    assert.equal(first.status, 200, JSON.stringify(first.body));
    const second = await doctor.patch(path, {
      telehealth_consent_at: AT,
      costs_explained: true,
      interpreter: { offered: true, used: false },
      support_person: 'A sister',
      technical_failure: { at: AT, switched_to: 'phone' },
      patient_location: null,
    });
    const recorded = {
      ...NOTHING,
      ...{ mode: 'video', identity_check: { method: 'name and date of birth', checked_at: AT } },
      ...{ telehealth_consent_at: AT, costs_explained: true, interpreter: { offered: true, used: false } },
      ...{ support_person: 'A sister', technical_failure: { at: AT, switched_to: 'phone' }, notes: 'Headaches' },
    };
    assert.deepEqual(second.body, recorded);
    assert.deepEqual((await doctor.get(path)).body, recorded);
    assert.deepEqual((await patient.get(path)).body, { ...recorded, notes: null });
  });

  it('shows the patient the notes where the clinic shows them', async () => {
    const { path, doctor, patient } = await visit();
    await doctor.patch(path, { notes: 'Headaches' });
    const admin = await clinics.as(await clinics.person(clinic, 'admin'));
    const settings = `/api/v1/clinics/${clinic}/visit-settings/`;
    const notes = async () => (await patient.get(path)).body.notes;
    assert.equal(await notes(), null);
    assert.equal((await admin.patch(settings, { notes_visible: true })).status, 200);
    assert.equal(await notes(), 'Headaches');
    const other = await clinics.as(await clinics.person(clinic, 'patient'));
    assert.equal((await other.get(path)).status, 404);
    assert.deepEqual((await admin.patch(settings, { notes_visible: null })).body.notes_visible, false);
    assert.equal(await notes(), null);
  });

  it('takes from the check-in where the patient is, their consent and their phone, again and again', async () => {
    const { id, path, doctor, patient } = await visit();
    const checkIn = (by: ApiClient, body?: object) => by.post(`/api/v1/appointments/${id}/check-in/`, body);
    await clinics.rows('update appointments set checked_in_at = now() where id = $1 returning 1', [id]);
    const said = { location: '1 Example Street', telehealth_consent: true, phone: '0412 345 678' };
    const first = await checkIn(patient, said);
    assert.equal(first.status, 200, JSON.stringify(first.body));
    const { telehealth_consent_at: consentAt, ...recorded } = (await doctor.get(path)).body;
    assert.ok(Date.now() - Date.parse(consentAt) < 60_000);
    assert.deepEqual([recorded.patient_location, recorded.patient_phone], ['1 Example Street', '+61412345678']);
    const reception = await clinics.as(await clinics.person(clinic, 'receptionist'));
    const again = await checkIn(reception, { ...said, location: '2 Example Street' });
    assert.deepEqual([again.status, again.body.checked_in_at], [200, first.body.checked_in_at]);
    assert.ok(!JSON.stringify(again.body).includes('Street'));
    const after = (await doctor.get(path)).body;
    assert.deepEqual([after.patient_location, after.telehealth_consent_at], ['2 Example Street', consentAt]);
    await doctor.patch(path, { notes: 'Headaches' });
    assert.equal((await checkIn(patient, { telehealth_consent: false })).status, 200);
    assert.equal((await checkIn(patient, {})).status, 200);
    assert.equal((await checkIn(patient)).status, 200);
    const last = (await doctor.get(path)).body;
    assert.deepEqual([last.telehealth_consent_at, last.notes], [null, 'Headaches']);
    const changes = await clinics.rows<{ details: { fields: string } }>(
      "select details from audit_events where entity_id = $1 and action = 'consultation.changed' order by id",
      [id],
    );
    assert.deepEqual(
      changes.map(({ details }) => details.fields),
      ['patientLocation,telehealthConsentAt,patientPhone', 'patientLocation', 'notes', 'telehealthConsentAt'],
    );
    for (const [field, body] of [
      ['phone', { phone: '12' }],
      ['location', { location: '' }],
      ['telehealth_consent', { telehealth_consent: 'yes' }],
      ['seat', { seat: 3 }],
    ] as const) {
      const refused = await checkIn(patient, body);
      assert.equal(refused.status, 400, field);
      assert.ok(JSON.stringify(refused.body).includes(field), JSON.stringify(refused.body));
    }
    const stranger = await clinics.as(await clinics.person(clinic, 'patient'));
    assert.equal((await checkIn(stranger, said)).status, 404);
  });

  it('leaves a row in the audit for each change and each reading, and stands nowhere in clear', async () => {
    const { id, path, doctor, patient } = await visit();
    await doctor.patch(path, { notes: 'Marked word' });
    await doctor.get(path);
    await patient.get(path);
    const audited = await clinics.rows<{ action: string; details: object }>(
      "select action, details from audit_events where entity_id = $1 and action like 'consultation.%' order by id",
      [id],
    );
    assert.deepEqual(audited, [
      { action: 'consultation.changed', details: { version: 1, fields: 'notes' } },
      { action: 'consultation.read', details: {} },
    ]);
    const [row] = await clinics.rows<{ record_sealed: string }>(
      'select * from consultations where appointment_id = $1',
      [id],
    );
    assert.ok(row && !JSON.stringify(row).includes('Marked'));
  });

  it('is nobody else’s', async () => {
    const { path } = await visit();
    const who = async (role: 'doctor' | 'patient' | 'admin' | 'nurse'): Promise<ApiClient> =>
      clinics.as(await clinics.person(clinic, role));
    for (const [role, read, written] of [
      ['doctor', 404, 404],
      ['patient', 404, 403],
      ['admin', 403, 403],
      ['nurse', 403, 403],
    ] as const) {
      const client = await who(role);
      assert.equal((await client.get(path)).status, read, role);
      assert.equal((await client.patch(path, { notes: 'x' })).status, written, role);
    }
  });

  it('refuses what does not fit together, and a visit without a consultation', async () => {
    const { path, doctor } = await visit();
    for (const [body, field] of [
      [{ interpreter: { offered: false, used: true } }, 'interpreter'],
      [{ mode: 'in_person', technical_failure: { at: AT, switched_to: 'phone' } }, 'technical_failure'],
      [{ telehealth_consent_at: 'yesterday' }, 'telehealth_consent_at'],
    ] as const) {
      const refused = await doctor.patch(path, body);
      assert.deepEqual([refused.status, refused.body.fields?.[0]?.field ?? refused.body.field], [400, field]);
    }
    const cancelled = await visit('cancelled_by_doctor');
    const late = await cancelled.doctor.patch(cancelled.path, { notes: 'x' });
    assert.deepEqual([late.status, late.body.code], [409, 'invalid_transition']);
  });
});
