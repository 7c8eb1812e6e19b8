import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  codeOfBytes,
  prescriptionNumber,
  printedCode,
  readCode,
  readNumber,
} from '../../../src/domain/prescriptions/numbers.js';
import { remainingRepeats, statusOn } from '../../../src/domain/prescriptions/states.js';

test('numbers have six digits, and more when a year needs them', () => {
  assert.equal(prescriptionNumber(2026, 123), 'RX2026000123');
  assert.equal(prescriptionNumber(2026, 1_234_567), 'RX20261234567');
  assert.equal(readNumber(' rx2026000123 '), 'RX2026000123');
  for (const typed of ['RX202600012', '2026000123', 'RX2026000123;', '']) assert.equal(readNumber(typed), null, typed);
});

test('a code has 50 bits, and is read as people type it', () => {
  const code = codeOfBytes(Uint8Array.from({ length: 10 }, (_, at) => at * 3 + 1));
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{10}$/);
  assert.equal(new Set(Array.from({ length: 32 }, (_, at) => codeOfBytes(new Uint8Array(10).fill(at)))).size, 32);
  const [first, second] = [code.slice(0, 5), code.slice(5)];
  assert.equal(printedCode(code), `${first}-${second}`);
  for (const typed of [code, `${first}-${second}`, ` ${code.toLowerCase()} `, `${first} ${second}`]) {
    assert.equal(readCode(typed), code, typed);
  }
  assert.equal(readCode('OIL0000000'), '0110000000', 'letters that look like digits');
  for (const typed of ['', '123456789', '12345678901', '123456789U', '123456789é'])
    assert.equal(readCode(typed), null, typed);
});

test('a status follows from supplies and from the day', () => {
  const one = (changes: object = {}) => ({
    status: 'issued' as const,
    validUntil: '2027-11-19',
    items: [{ repeats: 1, supplied: 1 }],
    ...changes,
  });
  assert.equal(statusOn('2027-11-19', one()), 'active');
  assert.equal(statusOn('2027-11-20', one()), 'expired');
  assert.equal(statusOn('2027-11-20', one({ items: [{ repeats: 1, supplied: 2 }] })), 'dispensed');
  assert.equal(
    statusOn(
      '2027-11-19',
      one({
        items: [
          { repeats: 0, supplied: 1 },
          { repeats: 0, supplied: 0 },
        ],
      }),
    ),
    'active',
  );
  assert.equal(statusOn('2030-01-01', one({ status: 'cancelled' })), 'cancelled');
  assert.deepEqual(
    [0, 1, 2, 3].map((supplied) => remainingRepeats({ repeats: 2, supplied })),
    [2, 2, 1, 0],
  );
});
