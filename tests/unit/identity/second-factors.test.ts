import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { totpCodes } from '../../../src/adapters/second-factors/totp.js';
import { parseRecoveryCode, parseTotp, recoveryCodeOf } from '../../../src/domain/identity/second-factors.js';

describe('codes of authenticator apps', () => {
  it('are those of RFC 6238, one step of 30 seconds either side', () => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    for (const [seconds, code] of [
      [1_111_111_109, '081804'],
      [1_234_567_890, '005924'],
      [20_000_000_000, '353130'],
    ] as const) {
      const step = Math.floor(seconds / 30);
      const stepAt = (offset: number) => totpCodes.stepOf(secret, code, new Date((seconds + offset) * 1000));
      assert.deepEqual([stepAt(-60), stepAt(-30), stepAt(0), stepAt(30), stepAt(60)], [null, step, step, step, null]);
    }
  });

  it('are read with a gap, and nothing else is', () => {
    assert.deepEqual(['123 456', '123-456', ' 123456 '].map(parseTotp), ['123456', '123456', '123456']);
    assert.deepEqual(['12345', '1234567', '12345a', '', '１２３４５６'].map(parseTotp), [null, null, null, null, null]);
  });
});

describe('recovery codes', () => {
  it('are 16 signs in groups of four, found by the first group and secret in the others', () => {
    const code = recoveryCodeOf(Uint8Array.from({ length: 16 }, (_, n) => n + 24));
    assert.deepEqual(code, { text: 'yz23-4567-abcd-efgh', selector: 'yz23', secret: '4567abcdefgh' });
    for (const typed of ['yz23-4567-abcd-efgh', 'YZ23 4567 ABCD EFGH', 'yz234567abcdefgh']) {
      assert.deepEqual(parseRecoveryCode(typed), { selector: 'yz23', secret: '4567abcdefgh' }, typed);
    }
    for (const typed of ['yz23-4567-abcd-efg', 'yz23-4567-abcd-efg1', '']) assert.equal(parseRecoveryCode(typed), null);
  });
});
