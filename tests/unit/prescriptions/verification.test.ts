import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { patientInitials, verificationNotice } from '../../../src/domain/prescriptions/verification.js';

describe('what a pharmacist is notified of at a look', () => {
  const STATUSES = ['active', 'dispensed', 'expired', 'cancelled', 'superseded'] as const;
  const FORMS = ['patient_copy', 'paper_signed', 'electronic_conformant'] as const;
  const STOPPED = [/allows was supplied/, /has expired\. Do not/, /was cancelled\. Do not/, /in the place of this one/];

  it('is that the record was changed, whatever else it is', () => {
    for (const status of STATUSES) {
      for (const legalForm of FORMS) {
        assert.match(verificationNotice({ isAsSigned: false, status, legalForm }), /^This record was changed/, status);
      }
    }
  });

  it('is how to supply from its form, of an active one alone', () => {
    const notices = (status: (typeof STATUSES)[number]) =>
      FORMS.map((legalForm) => verificationNotice({ isAsSigned: true, status, legalForm }));
    const [copy, paper, electronic] = notices('active');
    assert.match(copy ?? '', /cannot supply from the patient’s copy alone/);
    assert.match(paper ?? '', /^Supply from the form that the prescriber has signed by hand/);
    assert.match(electronic ?? '', /^Compare what you supply from/);
    for (const [at, expected] of STOPPED.entries()) {
      const all = notices(STATUSES[at + 1] ?? 'active');
      assert.equal(new Set(all).size, 1);
      assert.match(all[0] ?? '', expected);
    }
  });
});

describe('a patient at the counter', () => {
  it('is known by initials and the year of birth', () => {
    const of = (name: string, birthDate: string | null = '1980-05-17') => patientInitials({ name, birthDate });
    assert.equal(of('Testilda Patientova'), 'T. P., 1980');
    assert.equal(of('  élise  van Test ', null), 'É. V. T.');
  });
});
