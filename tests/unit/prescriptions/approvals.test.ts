import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DomainError } from '../../../src/domain/errors.js';
import {
  type ApprovalDraft,
  assertApproval,
  assertWithdrawal,
} from '../../../src/domain/prescriptions/law/approvals.js';
import { ACCESS_PATHS } from '../../../src/domain/prescriptions/law/cannabis.js';

const DRAFT: ApprovalDraft = {
  accessPath: 'sas_b',
  approvalRef: 'MC26-012345',
  doctorId: 'doctor',
  patientId: 'patient',
  category: 1,
  doseForm: 'oral_liquid',
  indication: 'Chronic pain',
  approvedOn: '2026-06-01',
  expiresOn: '2027-05-31',
};

/** The fields that are refused; none where it is accepted. */
function refused(work: () => void): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    assert.ok(error instanceof DomainError);
    return error.details.fields?.map(({ field }) => field) ?? [error.code];
  }
}

describe('an approval that somebody records', () => {
  const problems = (changes: Partial<ApprovalDraft>) => refused(() => assertApproval({ ...DRAFT, ...changes }));

  it('names its patient, and none for an authorised prescriber', () => {
    for (const accessPath of ACCESS_PATHS) {
      const isForAll = accessPath === 'authorised_prescriber';
      assert.deepEqual(problems({ accessPath }), isForAll ? ['patient'] : [], accessPath);
      assert.deepEqual(problems({ accessPath, patientId: null }), isForAll ? [] : ['patient'], accessPath);
    }
  });

  it('ends on its first day or later, and says what it is; all that is wrong is said at once', () => {
    assert.deepEqual(problems({ expiresOn: DRAFT.approvedOn }), []);
    assert.deepEqual(problems({ expiresOn: '2026-05-31', approvalRef: ' ', indication: '\u200b', patientId: null }), [
      ...['patient', 'approval_ref', 'indication', 'expires_on'],
    ]);
  });
});

describe('a withdrawal', () => {
  const problems = (withdrawnOn: string, { reason = 'Ended', before = null as string | null } = {}) =>
    refused(() => assertWithdrawal({ ...DRAFT, withdrawnOn: before }, { withdrawnOn, reason }));

  it('is from one of the approval’s own days on, with a reason', () => {
    for (const day of ['2026-06-01', '2026-11-20', '2027-05-31']) assert.deepEqual(problems(day), []);
    for (const day of ['2026-05-31', '2027-06-01']) assert.deepEqual(problems(day), ['withdrawn_on']);
    assert.deepEqual(problems('2026-11-20', { reason: '   ' }), ['reason']);
  });

  it('happens once', () => {
    assert.deepEqual(problems('2026-11-20', { before: '2027-01-01' }), ['invalid_transition']);
  });
});
