import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codingOf } from '../../../src/domain/records/coding.js';

describe('what is written of an allergy or a medicine', () => {
  const CODED: readonly (readonly [written: string, substances: readonly string[], classes: readonly string[]])[] = [
    ['amoxicillin', ['amoxicillin'], []],
    ['AMOXYCILLIN', ['amoxicillin'], []],
    ['Amoxicillín', ['amoxicillin'], []],
    ['frusemide', ['furosemide'], []],
    ['Metoprolol succinate', ['metoprolol'], []],
    ['Metformin XR 500 mg tablets', ['metformin'], []],
    ['metformin modified release tablet', ['metformin'], []],
    ['amoxicillin + clavulanic acid', ['amoxicillin', 'clavulanic_acid'], []],
    ['trimethoprim with sulphamethoxazole', ['trimethoprim', 'sulfamethoxazole'], []],
    ['Penicillin', [], ['penicillin']],
    ['penicillins', [], ['penicillin']],
    ['Penicillin allergy', [], ['penicillin']],
    ['sulfa drugs', [], ['sulfonamide']],
    ['NSAIDs', [], ['nsaid']],
    ['ACE inhibitors', [], ['ace_inhibitor']],
    ['statins and penicillin', [], ['statin', 'penicillin']],
    ['codeine, cephalosporins', ['codeine'], ['cephalosporin']],
    ['Metformin 1,000 mg', ['metformin'], []],
    ['amoxicillin 250 mg/5 mL', ['amoxicillin'], []],
    ['Codeine 30 mg and warfarin', ['codeine', 'warfarin'], []],
    ['Metformin 500 mg, warfarin 5 mg tablets', ['metformin', 'warfarin'], []],
    ['Aspirin 100 mg', ['aspirin'], []],
    ['codeine (ibuprofen)', ['codeine', 'ibuprofen'], []],
    ['adrenaline (epinephrine)', ['adrenaline'], []],
  ];
  for (const [written, substances, classes] of CODED) {
    it(`is coded: ${written}`, () => {
      assert.deepEqual(codingOf(written, null), { substances, classes, isComplete: true });
    });
  }

  for (const written of ['prawns', 'penicillin-like', 'the white tablet', '   ', '500 mg', 'amoxicillinum']) {
    it(`is not coded: ${written}`, () => {
      assert.deepEqual(codingOf(written, null), { substances: [], classes: [], isComplete: false });
    });
  }

  for (const written of ['codeine 30 mg, then prawns', 'codeine (and prawns)', 'codeine 30 mg prawns']) {
    it(`is never complete by its first words: ${written}`, () => {
      assert.equal(codingOf(written, null).isComplete, false);
    });
  }

  it('is not complete while one part of it is not known', () => {
    const coding = codingOf('codeine and prawns', null);
    assert.deepEqual(coding, { substances: ['codeine'], classes: [], isComplete: false });
  });

  it('counts together with the item that was chosen', () => {
    const item = ['amoxicillin', 'clavulanic_acid'];
    assert.deepEqual(codingOf('Penicillin', item), { substances: item, classes: ['penicillin'], isComplete: true });
    assert.deepEqual(codingOf('The white one', item), { substances: item, classes: [], isComplete: true });
    assert.deepEqual(codingOf(null, item), { substances: item, classes: [], isComplete: true });
  });

  it('is not complete with an item of which an ingredient is not known', () => {
    const partly = ['codeine', null];
    assert.deepEqual(codingOf(null, partly), { substances: ['codeine'], classes: [], isComplete: false });
    assert.equal(codingOf('The white one', partly).isComplete, false);
    assert.equal(codingOf('Codeine', partly).isComplete, true, 'what was written is known');
    assert.equal(codingOf(null, []).isComplete, false);
  });
});
