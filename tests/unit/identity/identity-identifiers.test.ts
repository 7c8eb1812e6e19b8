import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { checkIdentifier, type IdentifierKind } from '../../../src/domain/identity/identifiers.js';
import { isAustralianMobile, toE164 } from '../../../src/domain/phone.js';

interface Entry {
  readonly valid: readonly { readonly value: string }[];
  readonly invalid: readonly { readonly value: string; readonly reason: string }[];
}

const fixture = new URL('../../fixtures/check-digits.json', import.meta.url);
const entries: Readonly<Record<string, Entry>> = JSON.parse(readFileSync(fixture, 'utf8')).identifiers;

const KINDS: Readonly<Record<string, IdentifierKind>> = {
  au_medicare_card: 'medicare_card',
  au_ihi: 'ihi',
  au_hpi_i: 'hpi_i',
  au_hpi_o: 'hpi_o',
  au_medicare_provider: 'provider_number',
  au_pbs_prescriber: 'prescriber_number',
  au_pbs_item_code: 'pbs_item_code',
  au_abn: 'abn',
  au_acn: 'acn',
  au_ahpra_registration: 'ahpra_registration',
  au_dva_file: 'dva_file',
  au_artg: 'artg',
  ph_philhealth_pin: 'philhealth_pin',
  ph_tin: 'ph_tin',
  ph_prc_licence: 'prc_licence',
  ng_nin: 'nin',
  ng_virtual_nin: 'virtual_nin',
  ng_mdcn_folio: 'mdcn_folio',
};

const isMobile = (text: string) => {
  const number = toE164(text);
  return number !== null && isAustralianMobile(number);
};

describe('identifiers', () => {
  for (const [name, entry] of Object.entries(entries).filter(([key]) => /^(au|ph|ng)_/.test(key))) {
    const kind = KINDS[name];
    const passes = (value: string) => (kind ? checkIdentifier(kind, value).ok : isMobile(value));
    it(`${name}: every sample is judged as the sheet says`, () => {
      assert.ok(kind || name === 'au_mobile_e164', 'a kind without a rule');
      for (const { value } of entry.valid) assert.equal(passes(value), true, `${value} is valid`);
      for (const { value, reason } of entry.invalid) assert.equal(passes(value), false, `${value}: ${reason}`);
    });
  }

  it('tells a wrong form from a failed check digit, and never repeats the number', () => {
    const shape = checkIdentifier('prescriber_number', '12345');
    const digit = checkIdentifier('prescriber_number', '1234568');
    assert.equal(!shape.ok && shape.problem, 'shape');
    assert.equal(!digit.ok && digit.problem, 'check_digit');
    assert.ok(!digit.ok && !digit.message.includes('1234568'));
  });

  it('keeps the normalised form', () => {
    const card = checkIdentifier('medicare_card', '3333 33330 2 1');
    const provider = checkIdentifier('provider_number', '246802hx');
    assert.equal(card.value, '33333333021');
    assert.equal(provider.value, '246802HX');
  });
});
