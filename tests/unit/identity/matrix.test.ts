import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FIELDS, fieldRule, type GuardedField, PERMISSIONS, recordRule } from '../../../src/domain/permissions.js';
import { ROLES, type Role } from '../../../src/domain/roles.js';

/** What nobody else but the doctor in charge and the patient reads. */
const CLINICAL = ['symptoms', 'answers', 'indication'] as const satisfies readonly GuardedField[];
const OF_MANAGERS = 'users|clinics?|api-keys|audit|doctors|organisations|drugs:manage';
/** What clinicians keep of patients: written by who treats them, read by nobody who does not. */
const RECORDS = 'records';
const WRITING = 'records:write';
/** Which doctor may prescribe medicinal cannabis to whom: for the doctor, the patient and who administers the clinic. */
const APPROVALS = 'approvals';
/** Prescription medicines may not be advertised to the public, and who does not treat needs no list of them. */
const MEDICINES = 'drugs';
/** What administrators of clinics read of the installation. */
const OF_ALL_CLINICS: readonly string[] = ['health:read', 'law-rules:read'];
/** What a role must never come to have, written down a second time: whoever changes the matrix has to mean it. */
const NEVER: Readonly<Record<Role, RegExp>> = {
  admin: new RegExp(`^(clinics|memberships|questionnaires:answer|answers|${WRITING})`),
  doctor: new RegExp(`^(takings|orders|${OF_MANAGERS})`),
  patient: new RegExp(
    `^(takings|memberships|patients|orders:(desk|audit)|staff|${WRITING}|${APPROVALS}:write|${MEDICINES}|${OF_MANAGERS})`,
  ),
  receptionist: new RegExp(
    `^(takings|memberships|answers|chat|patients:(break-glass|review)|${RECORDS}|${APPROVALS}|${MEDICINES}|${OF_MANAGERS})`,
  ),
  nurse: new RegExp(`^(takings|memberships|orders|answers|staff|${WRITING}|${APPROVALS}|${OF_MANAGERS})`),
  accountant: new RegExp(
    `^(patients|memberships|answers|chat|questionnaires|slots|appointments:(?!timeline)|${RECORDS}|${APPROVALS}|${MEDICINES}|${OF_MANAGERS})`,
  ),
  platform_admin: /^(?!clinics:manage|health:read|profile:own|law-rules)/,
};

describe('the matrix of who may do what', () => {
  it('gives clinical text to the patient, and to who treats them', () => {
    for (const field of CLINICAL) {
      for (const role of ROLES) {
        const expected = role === 'patient' ? 'own' : role === 'doctor' ? 'treating' : null;
        assert.equal(fieldRule(role, field), expected, `${field}, ${role}`);
      }
    }
    assert.ok(Object.keys(FIELDS).length >= CLINICAL.length);
  });

  for (const role of ROLES) {
    it(`keeps from ${role} what is not theirs`, () => {
      const held = PERMISSIONS.filter((permission) => recordRule(role, permission) !== null);
      assert.deepEqual(
        held.filter((permission) => NEVER[role].test(permission)),
        [],
      );
      assert.ok(held.includes('profile:own'));
    });
  }

  it('reaches records of the installation for who looks after it alone, and of patients by nobody so', () => {
    for (const permission of PERMISSIONS) {
      for (const role of ROLES) {
        const rule = recordRule(role, permission);
        if (rule === 'platform')
          assert.ok(role === 'platform_admin' || OF_ALL_CLINICS.includes(permission), permission);
        if (rule === 'treating') assert.ok(role === 'doctor' || role === 'nurse', `${permission}, ${role}`);
      }
    }
  });
});
