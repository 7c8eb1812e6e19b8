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

  const AUGMENTIN = {
    names: ['Augmentin Duo Forte 875 mg + 125 mg tablet, 10', 'amoxicillin + clavulanic acid', 'Augmentin (Duo) Forte'],
    substances: ['amoxicillin', 'clavulanic_acid'],
  };
  const PARTLY_KNOWN = { names: ['Codeine 10 mg + newdrug 5 mg tablet, 20', 'Newcod'], substances: ['codeine', null] };

  it('counts together with the item that was chosen', () => {
    const { substances } = AUGMENTIN;
    assert.deepEqual(codingOf('Penicillin', AUGMENTIN), { substances, classes: ['penicillin'], isComplete: true });
    assert.deepEqual(codingOf(null, AUGMENTIN), { substances, classes: [], isComplete: true });
    assert.deepEqual(codingOf('codeine', AUGMENTIN).substances, ['codeine', ...substances]);
  });

  for (const written of [
    ...AUGMENTIN.names,
    'AUGMENTIN DUO FORTE 875 mg + 125 mg tablet, 10',
    'Augmentin (Duo) Forte tablets',
  ]) {
    it(`is complete by a name of the item that was chosen: ${written}`, () => {
      const { substances } = AUGMENTIN;
      assert.deepEqual(codingOf(written, AUGMENTIN), { substances, classes: [], isComplete: true });
    });
  }

  it('is complete by a name of the item beside something else that is known', () => {
    const codeine = { names: ['Aspalgin'], substances: ['codeine'] };
    const both = { substances: ['warfarin', 'codeine'], classes: [], isComplete: true };
    assert.deepEqual(codingOf('Aspalgin and warfarin', codeine), both);
  });

  for (const written of ['peanut', 'The white one', 'Panadol', 'Augmentin (Duo) Forte and prawns', '   ']) {
    it(`is not complete by the item beside which it was written: ${written}`, () => {
      const { substances } = AUGMENTIN;
      assert.deepEqual(codingOf(written, AUGMENTIN), { substances, classes: [], isComplete: false });
    });
  }

  it('is not complete with an item of which an ingredient is not known', () => {
    assert.deepEqual(codingOf(null, PARTLY_KNOWN), { substances: ['codeine'], classes: [], isComplete: false });
    for (const written of ['The white one', 'Codeine', 'Newcod']) {
      assert.equal(codingOf(written, PARTLY_KNOWN).isComplete, false, written);
    }
    assert.equal(codingOf(null, { names: [], substances: [] }).isComplete, false);
    assert.equal(codingOf(null, null).isComplete, false);
  });
});
