import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EMPTY_DOCTOR, EMPTY_PATIENT } from '../../../src/domain/identity/profile-documents.js';
import { changeDoctor, changePatient } from '../../../src/domain/identity/profile-rules.js';

const TODAY = '2026-11-21';
const patient = (patch: Parameters<typeof changePatient>[1]) => changePatient(EMPTY_PATIENT, patch, TODAY, 'AU');
const fields = (errors: readonly { readonly field: string }[]) => errors.map((error) => error.field);

describe('a patient profile', () => {
  it('splits the reference number off an 11-digit card', () => {
    const { document, errors } = patient({
      medicareNumber: '3333 33330 2 1',
      medicareExpiry: '09/2028',
      ihi: '8003 6091 2345 6780',
    });
    assert.deepEqual(errors, []);
    assert.equal(document.medicareNumber, '3333333302');
    assert.equal(document.irn, '1');
    assert.equal(document.medicareExpiry, '2028-09');
    assert.equal(document.ihi, '8003609123456780');
  });

  it('names every bad field', () => {
    const { errors } = patient({
      medicareNumber: '2222222211',
      irn: '0',
      medicareExpiry: '2028-13',
      ihi: '8003619123456789',
      dateOfBirth: '2030-01-01',
      emergencyContacts: [{ name: ' ', phoneNumber: '12' }],
    });
    assert.deepEqual(fields(errors).sort(), [
      'patient_profile.date_of_birth',
      'patient_profile.emergency_contacts.0.name',
      'patient_profile.emergency_contacts.0.phone_number',
      'patient_profile.ihi',
      'patient_profile.irn',
      'patient_profile.medicare_expiry',
      'patient_profile.medicare_number',
    ]);
  });

  it('refuses a birthday that no calendar has', () => {
    for (const date_of_birth of ['2023-02-30', '1990-5-15', '1700-01-01', 'yesterday'])
      assert.deepEqual(
        fields(patient({ dateOfBirth: date_of_birth }).errors),
        ['patient_profile.date_of_birth'],
        date_of_birth,
      );
  });

  it('keeps what is left out, clears what is null', () => {
    const before = patient({
      ihi: '8003609000000016',
      dateOfBirth: '1990-05-15',
      address: '1 Example Street',
    }).document;
    const { document } = changePatient(before, { ihi: null, address: undefined }, TODAY, 'AU');
    assert.equal(document.ihi, null);
    assert.equal(document.address, '1 Example Street');
    assert.equal(document.dateOfBirth, '1990-05-15');
  });
});

describe('a doctor profile', () => {
  it('normalises and checks identifiers', () => {
    const { document, errors, warnings } = changeDoctor(EMPTY_DOCTOR, {
      medicalRegistrationNumber: 'med0000000001',
      hpiI: '8003 6190 0000 0015',
      prescriberNumber: '2425739',
      providerNumbers: [{ number: '1234561b', location: 'Rooms 1' }],
    });
    assert.deepEqual([errors, warnings], [[], []]);
    assert.equal(document.medicalRegistrationNumber, 'MED0000000001');
    assert.equal(document.hpiI, '8003619000000015');
    assert.deepEqual(document.providerNumbers, [{ number: '1234561B', location: 'Rooms 1' }]);
  });

  it('warns about a prescriber number that fails its check, refuses a wrong form', () => {
    const failed = changeDoctor(EMPTY_DOCTOR, { prescriberNumber: '1234568' });
    assert.deepEqual([fields(failed.errors), fields(failed.warnings)], [[], ['doctor_profile.prescriber_number']]);
    const short = changeDoctor(EMPTY_DOCTOR, { prescriberNumber: '12345' });
    assert.deepEqual(fields(short.errors), ['doctor_profile.prescriber_number']);
  });

  it('refuses a provider number twice', () => {
    const twice = [
      { number: '1234561B', location: 'A' },
      { number: '1234561b', location: 'B' },
    ];
    assert.deepEqual(fields(changeDoctor(EMPTY_DOCTOR, { providerNumbers: twice }).errors), [
      'doctor_profile.provider_numbers',
    ]);
  });
});
