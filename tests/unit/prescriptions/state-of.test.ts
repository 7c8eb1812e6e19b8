import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type AuState, countingRegions } from '../../../src/domain/prescriptions/law/regions.js';
import { stateOf } from '../../../src/domain/prescriptions/law/state-of.js';

const parts = { line1: '2 Example Road', suburb: 'Newtown' };

it('reads the state of an address in one text, by its end', () => {
  const cases: readonly (readonly [string, AuState | null])[] = [
    ['2 Example Road, Newtown NSW 2042', 'nsw'],
    ['2 Example Road\nNewtown N.S.W. 2042\nAustralia', 'nsw'],
    ['123 Main St, Brisbane QLD 4000', 'qld'],
    ['1 Victoria Street, Sydney, New South Wales, 2000', 'nsw'],
    ['1 Tasmania Lane, Perth WA 6000', 'wa'],
    ['5 Rundle Mall, Adelaide, South Australia', 'sa'],
    ['5 Rundle Mall, Adelaide, SA 5000, Australia', 'sa'],
    ['Adelaide, South Australia, Australia', 'sa'],
    ['1 Road, Hobart 7000 Tas', 'tas'],
    ['1 Road, Hobart Tas.', 'tas'],
    ['PO Box 12, Darwin NT 0801', 'nt'],
    ['1 Road, Canberra ACT 2601', 'act'],
    ['PO Box 1, Sydney NSW 1001', 'nsw'],
    // By the postcode alone.
    ['1 Road, Melbourne 3000', 'vic'],
    ['1 Road, Darwin 0800', 'nt'],
    ['1 Road, Canberra 2600', 'act'],
    // Queanbeyan and Hume share 2620: only the name tells.
    ['1 Road, Queanbeyan NSW 2620', 'nsw'],
    ['1 Road, Hume ACT 2620', 'act'],
    ['1 Road, Queanbeyan 2620', null],
    // Doubtful, or not Australian.
    ['1 Road, Melbourne NSW 3000', null],
    ['1 Road, Auckland 1010', null],
    ['1 Road, Lagos 100001', null],
    ['1 Road, Manila 1000, Philippines', null],
    ['1 Road, Somewhere', null],
    ['Unit 2000', null],
    ['PO Box 3000', null],
    ['2000', null],
    ['1 Casa', null],
    ['', null],
  ];
  for (const [text, state] of cases) assert.equal(stateOf(text), state, text);
});

it('reads the state of an address in parts', () => {
  const read = (state: string, postcode: string, country?: string) => stateOf({ ...parts, state, postcode, country });
  assert.equal(read('NSW', '2042'), 'nsw');
  assert.equal(read(' new south wales ', '2042', 'Australia'), 'nsw');
  assert.equal(read('', '2042', 'AU'), 'nsw');
  assert.equal(read('NSW', ''), 'nsw');
  assert.equal(read('Vic', '2042'), null);
  assert.equal(read('Lagos', '2042'), null);
  assert.equal(read('WA', '98101', 'United States'), null);
  assert.equal(read('WA', '98101'), null);
  assert.equal(stateOf(null), null);
});

it('goes by the ranges of postcodes, each from its first to its last number', () => {
  const cases: readonly (readonly [from: string, to: string, AuState])[] = [
    ['0200', '0299', 'act'],
    ['0800', '0999', 'nt'],
    ['2000', '2599', 'nsw'],
    ['2600', '2617', 'act'],
    ['2621', '2899', 'nsw'],
    ['2900', '2920', 'act'],
    ['2921', '2999', 'nsw'],
    ['3000', '3999', 'vic'],
    ['4000', '4999', 'qld'],
    ['5000', '5999', 'sa'],
    ['6000', '6999', 'wa'],
    ['7000', '7999', 'tas'],
    ['8000', '8999', 'vic'],
    ['9000', '9999', 'qld'],
  ];
  for (const [from, to, state] of cases) {
    for (const postcode of [from, to]) assert.equal(stateOf({ ...parts, state: '', postcode }), state, postcode);
  }
});

it('counts the law of every region, of the country, and of the states of both', () => {
  const regions = (region: 'au' | 'ph', prescriberState: AuState | null, patientState: AuState | null) =>
    countingRegions({ region, prescriberState, patientState }).map((one) => `${one.region}${one.isAssumed ? '?' : ''}`);
  assert.deepEqual(regions('au', 'nsw', 'nsw'), ['all', 'au', 'au-nsw']);
  assert.deepEqual(regions('au', 'nsw', 'vic'), ['all', 'au', 'au-nsw', 'au-vic']);
  assert.deepEqual(regions('ph', 'nsw', null), ['all', 'ph']);
  const unknown = regions('au', null, 'vic');
  assert.equal(unknown.length, 10);
  assert.deepEqual(
    unknown.filter((one) => !one.endsWith('?')),
    ['all', 'au', 'au-vic'],
  );
});
