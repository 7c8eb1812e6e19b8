import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LAW_ROWS } from '../../../src/domain/prescriptions/law/data.js';
import { lawInForce } from '../../../src/domain/prescriptions/law/rules.js';
import {
  type ControlledFacts,
  complianceOf,
  complianceRate,
  isLookAsked,
} from '../../../src/domain/prescriptions/register.js';

const ISSUED_AT = new Date('2026-11-20T03:15:00Z');
const LOOK = { system: 'QScript', checkedAt: '2026-11-20T03:00:00Z', outcome: 'Nothing of note' };
const facts = (changes: Partial<ControlledFacts> = {}): ControlledFacts => ({
  issuedAt: ISSUED_AT,
  issuedOn: '2026-11-20',
  monitoringCheck: LOOK,
  isLookAsked: true,
  identityChecked: true,
  withinLimits: true,
  standing: { status: 'verified', expiresOn: '2026-11-20', authority: { schedule8: true, expiresOn: '2026-11-20' } },
  ...changes,
});
const good = complianceOf(facts());

describe('the checks of a line of the register', () => {
  it('are good while all that they need is on record', () => {
    assert.deepEqual(good, {
      authorityVerified: true,
      patientIdChecked: true,
      dosageWithinLimits: true,
      prescriberAuthorized: true,
    });
  });

  it('ask for a look at a register before the issue, where the region has one', () => {
    const late = { ...LOOK, checkedAt: '2026-11-20T03:15:01Z' };
    assert.equal(complianceOf(facts({ monitoringCheck: late })).authorityVerified, false);
    assert.equal(complianceOf(facts({ monitoringCheck: null })).authorityVerified, false);
    assert.equal(complianceOf(facts({ monitoringCheck: null, isLookAsked: false })).authorityVerified, null);
    const law = lawInForce(LAW_ROWS, '2026-11-20');
    assert.deepEqual(
      ['au', 'ng', 'ph', 'a'].map((region) => isLookAsked(law, region)),
      [true, false, false, false],
    );
  });

  it('ask for a doctor who was verified and had the authority on that day', () => {
    const standing = facts().standing;
    assert.ok(standing);
    const { authority } = standing;
    const wrong = [
      null,
      { ...standing, status: 'suspended' as const },
      { ...standing, status: 'pending' as const },
      { ...standing, expiresOn: '2026-11-19' },
      { ...standing, expiresOn: null },
      { ...standing, authority: { ...authority, schedule8: false } },
      { ...standing, authority: { ...authority, expiresOn: '2026-11-19' } },
    ];
    for (const one of wrong) {
      assert.equal(complianceOf(facts({ standing: one })).prescriberAuthorized, false, JSON.stringify(one));
    }
    const open = { ...standing, authority: { ...authority, expiresOn: null } };
    assert.equal(complianceOf(facts({ standing: open })).prescriberAuthorized, true);
  });
});

describe('the rate of compliance', () => {
  const line = (changes: Partial<typeof good> = {}) => ({ checks: { ...good, ...changes } });
  it('counts lines without a check that failed, and is rounded down', () => {
    assert.equal(complianceRate([]), null);
    assert.equal(complianceRate([line()]), '100%');
    assert.equal(complianceRate([line({ patientIdChecked: null, dosageWithinLimits: 'not_computable' })]), '100%');
    for (const failed of [
      { authorityVerified: false },
      { patientIdChecked: false },
      { dosageWithinLimits: false as const },
      { prescriberAuthorized: false },
    ]) {
      assert.equal(complianceRate([line(), line(), line(failed)]), '66.6%');
    }
    const many = Array.from({ length: 1_999 }, () => line());
    assert.equal(complianceRate([...many, line({ prescriberAuthorized: false })]), '99.9%');
  });
});
