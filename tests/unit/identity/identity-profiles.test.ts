import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EMPTY_DOCTOR, EMPTY_PATIENT } from '../../../src/domain/identity/profile-documents.js';
import { changeDoctor, changePatient, withVerifiedNin } from '../../../src/domain/identity/profile-rules.js';

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

  it('keeps the numbers by which a scheme pays, in one form', () => {
    const { document, errors } = patient({ dvaFileNumber: 'n x123456', concessionNumber: ' 123  456A ' });
    assert.deepEqual(errors, []);
    assert.deepEqual([document.dvaFileNumber, document.concessionNumber], ['NX123456', '123 456A']);
    assert.deepEqual(fields(patient({ dvaFileNumber: '12' }).errors), ['patient_profile.dva_file_number']);
    assert.equal(patient({ concessionNumber: ' ' }).document.concessionNumber, null);
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

  it('takes one emergency contact as the first to call', () => {
    const contact = (isPrimary: boolean) => ({ name: 'Next of Kin', phoneNumber: '0491 570 157', isPrimary });
    const ways = (...primary: boolean[]) => fields(patient({ emergencyContacts: primary.map(contact) }).errors);
    assert.deepEqual(ways(false, true, false), []);
    assert.deepEqual(ways(false, true, true), ['patient_profile.emergency_contacts.2.is_primary']);
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

describe('a NIN', () => {
  const given = patient({ nin: '123 4567 8901' }).document;

  it('is read by its form, a virtual one by another', () => {
    assert.equal(given.nin, '12345678901');
    assert.equal(patient({ nin: 'aa0000000000000a' }).document.nin, 'AA0000000000000A');
    for (const nin of ['1234567890', '123456789012', 'AA000000000000A']) {
      assert.deepEqual(fields(patient({ nin }).errors), ['patient_profile.nin'], nin);
    }
  });

  it('that was verified keeps the result and four digits, until another one is given', () => {
    const at = new Date('2026-11-28T10:00:00Z');
    const verified = withVerifiedNin(given, 'clerk', at);
    assert.equal(verified.nin, null);
    assert.deepEqual(verified.ninVerification, { lastFour: '8901', verifiedAt: at.toISOString(), verifiedBy: 'clerk' });
    assert.ok(!JSON.stringify(verified).includes('12345678901'));
    const kept = changePatient(verified, { irn: '1' }, TODAY, 'NG').document;
    assert.deepEqual(kept.ninVerification, verified.ninVerification);
    const another = changePatient(verified, { nin: '99999999999' }, TODAY, 'NG').document;
    assert.deepEqual([another.nin, another.ninVerification], ['99999999999', null]);
    assert.equal(withVerifiedNin(EMPTY_PATIENT, 'clerk', at), EMPTY_PATIENT, 'there is nothing to verify');
  });
});

describe('a doctor profile', () => {
  it('keeps the Philippine numbers as they are printed', () => {
    const { document, errors } = changeDoctor(EMPTY_DOCTOR, { ptrNumber: ' 7654321 ', s2Licence: 'S2-\n123' }, 'PH');
    assert.deepEqual(errors, []);
    assert.deepEqual([document.ptrNumber, document.s2Licence], ['7654321', 'S2- 123']);
    assert.equal(changeDoctor(document, { ptrNumber: null }, 'PH').document.ptrNumber, null);
  });

  it('normalises and checks identifiers', () => {
    const patch = {
      medicalRegistrationNumber: 'med0000000001',
      hpiI: '8003 6190 0000 0015',
      prescriberNumber: '2425739',
      providerNumbers: [{ number: '1234561b', location: 'Rooms 1' }],
    };
    const { document, errors, warnings } = changeDoctor(EMPTY_DOCTOR, patch, 'AU');
    assert.deepEqual([errors, warnings], [[], []]);
    assert.equal(document.medicalRegistrationNumber, 'MED0000000001');
    assert.equal(document.hpiI, '8003619000000015');
    assert.deepEqual(document.providerNumbers, [{ number: '1234561B', location: 'Rooms 1', locationId: null }]);
  });

  it('is registered where the clinic is', () => {
    const registered = (number: string, region: 'AU' | 'NG' | 'PH' | null) => {
      const { document, errors } = changeDoctor(EMPTY_DOCTOR, { medicalRegistrationNumber: number }, region);
      return errors.length === 0 ? document.medicalRegistrationNumber : null;
    };
    assert.equal(registered('10001', 'NG'), 'MDCN/R/10001');
    assert.equal(registered('mdcn/r/10001', 'NG'), 'MDCN/R/10001');
    assert.equal(registered('12345', 'PH'), '0012345');
    for (const [number, region] of [
      ['10001', 'AU'],
      ['10001', null],
      ['MED0000000001', 'NG'],
      ['MED0000000001', 'PH'],
    ] as const) {
      assert.equal(registered(number, region), null, `${number} in ${region}`);
    }
  });

  it('warns about a prescriber number that fails its check, refuses a wrong form', () => {
    const failed = changeDoctor(EMPTY_DOCTOR, { prescriberNumber: '1234568' }, 'AU');
    assert.deepEqual([fields(failed.errors), fields(failed.warnings)], [[], ['doctor_profile.prescriber_number']]);
    const short = changeDoctor(EMPTY_DOCTOR, { prescriberNumber: '12345' }, 'AU');
    assert.deepEqual(fields(short.errors), ['doctor_profile.prescriber_number']);
  });

  it('refuses a provider number twice', () => {
    const twice = [
      { number: '1234561B', location: 'A' },
      { number: '1234561b', location: 'B' },
    ];
    assert.deepEqual(fields(changeDoctor(EMPTY_DOCTOR, { providerNumbers: twice }, 'AU').errors), [
      'doctor_profile.provider_numbers',
    ]);
  });
});
