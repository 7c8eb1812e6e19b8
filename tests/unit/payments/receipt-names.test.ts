import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLatinName } from '../../../src/domain/identity/names.js';
import { parseBilling } from '../../../src/domain/payments/receipts/billing.js';
import { nameOnDocument, withoutCharacters } from '../../../src/domain/payments/receipts/names.js';
import { unprintableParts } from '../../../src/domain/payments/receipts/receipt.js';

const missing = (text: string) => text.match(/\p{Extended_Pictographic}/gu) ?? [];
const named = (name: string | null, latinName: string | null = null) =>
  nameOnDocument({ name, latinName }, missing(name ?? ''), 'Patient');

describe('a name on a document', () => {
  it('is the name as it is written, with the Latin one below another script', () => {
    assert.deepEqual(named('Łó Ñandú', 'Lo Nandu'), { name: 'Łó Ñandú', latinName: null });
    assert.deepEqual(named('محمد علي', 'Mohammed Ali'), { name: 'محمد علي', latinName: 'Mohammed Ali' });
    assert.deepEqual(named('محمد علي'), { name: 'محمد علي', latinName: null });
  });

  it('gives way to the Latin one where no font has all of it', () => {
    assert.deepEqual(named('Sam 😀 Zimmer', 'Sam Zimmer'), { name: 'Sam Zimmer', latinName: null });
    assert.deepEqual(named('Sam 😀 Zimmer'), { name: 'Sam Zimmer', latinName: null });
    assert.deepEqual(named('😀'), { name: 'Patient', latinName: null });
    assert.deepEqual(named(null), { name: 'Patient', latinName: null });
    assert.equal(withoutCharacters('😀 a😀b 😀', ['😀']), 'a b');
  });

  it('is Latin with accents, digits and punctuation, and nothing else', () => {
    for (const name of ["Seán O'Brien-Müller, Jr. 3", 'Nguyễn', 'Ọlá']) assert.ok(isLatinName(name), name);
    for (const name of ['Иван', 'Sam 😀', '12', 'Ali علي', 'a\nb', '€uro']) assert.ok(!isLatinName(name), name);
  });
});

it('what a document leaves out is said by party and part', () => {
  const billing = parseBilling({ legalName: '😀 Clinic', address: 'x', permit: '😀' }, 'Clinic');
  const facts = {
    billing,
    clinicPhone: null,
    buyer: { name: 'A 😀', latinName: 'A', address: ['😀 Street'] },
    payment: {
      amount: 1,
      currency: 'aud',
      provider: 'stripe',
      method: null,
      reference: '',
      paidOn: '2026-11-21',
      purpose: 'appointment',
    },
    consultationOn: '2026-11-24',
    issuedOn: '2026-11-21',
  } as const;
  assert.deepEqual(unprintableParts(facts, missing), { buyer: ['address'], seller: ['name', 'details'] });
  const named = { ...facts, billing: { ...billing, latinName: 'Clinic', permit: null }, buyer: null };
  assert.deepEqual(unprintableParts(named, missing), { buyer: [], seller: [] });
});
