import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readAddress } from '../../../src/api/http/address.js';

/** Spellings of one caller, and the key that all of them share. */
const CALLERS: Readonly<Record<string, readonly string[]>> = {
  '203.0.113.7': [
    '203.0.113.7',
    ' 203.0.113.7 ',
    '203.0.113.7:49152',
    '::ffff:203.0.113.7',
    '::FFFF:203.0.113.7',
    '[::ffff:203.0.113.7]',
    '[::ffff:203.0.113.7]:443',
    '::ffff:203.0.113.7:49152',
    '::FFFF:203.0.113.7:80',
    '0:0:0:0:0:ffff:203.0.113.7:443',
    '::ffff:cb00:7107',
    '0:0:0:0:0:ffff:203.0.113.7',
  ],
  '2001:db8:1:2::/64': [
    '2001:db8:1:2::1',
    '2001:DB8:1:2::1',
    '2001:0db8:0001:0002:0000:0000:0000:0001',
    '2001:db8:1:2:aaaa:bbbb:cccc:dddd',
    '[2001:db8:1:2::1]',
    '[2001:db8:1:2::1]:8080',
    '2001:db8:1:2::1%eth0',
  ],
  'fe80::/64': ['fe80::1%en0', '[fe80::1%25en0]'],
  unknown: [
    '203.0.113.7:',
    '203.0.113.7:1234567',
    '::ffff:203.0.113.7:x',
    '',
    'unknown',
    '_hidden',
    '999.1.1.1',
    '1.2.3',
    '010.1.1.1.1',
    '<script>',
    '2001:db8::1::2',
    '[::1',
  ],
};

describe('an address becomes one key', () => {
  for (const [key, spellings] of Object.entries(CALLERS)) {
    for (const spelling of spellings) {
      it(`"${spelling}" counts as ${key}`, () => assert.equal(readAddress(spelling).key, key));
    }
  }

  it('keeps the whole address for the audit, in one spelling', () => {
    assert.equal(readAddress('[2001:DB8:1:2:0::1]:443').plain, '2001:db8:1:2::1');
    assert.equal(readAddress('::ffff:203.0.113.7').plain, '203.0.113.7');
    assert.equal(readAddress(undefined).plain, 'unknown');
  });

  it('keeps neighbouring networks apart', () => {
    assert.notEqual(readAddress('2001:db8:1:2::1').key, readAddress('2001:db8:1:3::1').key);
  });
});
