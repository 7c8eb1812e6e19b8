import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Part, readPart, readStrength } from '../../../src/domain/catalogue/reading/read-strength.js';
import { type StrengthCells, settleStrength } from '../../../src/domain/catalogue/reading/settle-strength.js';
import { hasAmountWithUnit, printedUnit } from '../../../src/domain/catalogue/reading/strength-tokens.js';

const partText = (part: Part | null) =>
  part === null ? '-' : `${{ exact: '', below: '<', above: '>' }[part.bound]}${Number(part.value) / 10_000}`;
const shown = (text: string) => {
  const strength = readStrength(text);
  return strength && `${partText(strength.thc)} ${partText(strength.cbd)} ${strength.unit ?? '?'}`;
};

describe('a printed strength', () => {
  it('is THC and CBD with their unit', () => {
    for (const [text, expected] of [
      ['THC 10 mg/mL : CBD 15 mg/mL', '10 15 mg/mL'],
      ['THC 10.0 mg/mL : CBD 10.0 mg/mL', '10 10 mg/mL'],
      ['THC 1.0 mg : CBD 99.0 mg', '1 99 mg'],
      ['THC 24.8 % : CBD 0.2 %', '24.8 0.2 %'],
      ['THC 22 % CBD < 1 %', '22 <1 %'],
      ['THC 22% CBD <1%', '22 <1 %'],
      ['THC: 22%, CBD: ≤1%', '22 <1 %'],
      ['THC 22 % / CBD less than 1 %', '22 <1 %'],
      ['THC > 20 % CBD < 0.5 %', '>20 <0.5 %'],
      ['T22', '22 - ?'],
      ['T22:C1', '22 1 ?'],
      ['T19.8:C0.2', '19.8 0.2 ?'],
      ['T22 C<1', '22 <1 ?'],
      ['T10:C15 mg/mL', '10 15 mg/mL'],
      ['THC10/CBD15 mg/ml', '10 15 mg/mL'],
      ['10 mg/mL THC, 15 mg/mL CBD', '10 15 mg/mL'],
      ['10mg THC + 5mg CBD', '10 5 mg'],
      ['22% THC', '22 - %'],
      ['CBD 100 mg/mL', '- 100 mg/mL'],
      ['CBD 1,000 mg/mL', '- 1000 mg/mL'],
      ['CBD 15 mg per mL and THC 10 mg per mL', '10 15 mg/mL'],
      ['THC:CBD 10:15 mg/mL', '10 15 mg/mL'],
      ['Δ9-THC 10 mg/mL', '10 - mg/mL'],
      ['delta-9-tetrahydrocannabinol 10 mg/mL, cannabidiol 15 mg/mL', '10 15 mg/mL'],
      ['THC 5 mg/capsule : CBD 5 mg/capsule', '5 5 mg/unit'],
      ['THC 220 mg/g CBD .5 mg/g', '220 0.5 mg/g'],
      ['Total THC 22 % : Total CBD 0.1 %', '22 0.1 %'],
      ['THC 1 %, THCA 24 %, total THC 22.05 %', '22.05 - %'],
      ['THC 1 % THCA 20 % CBD 0.1 %', '18.54 0.1 %'],
      // 20.0001 × 0.877 = 17.5400877.
      ['THC 1 % THCA 20.0001 %', '18.5401 - %'],
      // What labels round: no more than a hundredth too much.
      ['THC 80 % CBD 21 %', '80 21 %'],
      ['THC 10 mg/mL : CBD 10 mg/mL : CBG 5 mg/mL', '10 10 mg/mL'],
      ['THC 2 % w/v CBD 1 % w/v', '2 1 % w/v'],
      ['THC\u00a010\u00a0mg/mL\n: CBD 15 mg/mL*', '10 15 mg/mL'],
    ] as const) {
      assert.equal(shown(text), expected, text);
    }
  });

  it('is nothing where it can be read in two ways', () => {
    for (const text of [
      '',
      'see label',
      '22%',
      '22',
      '22:1',
      '1:1',
      'THC:CBD 1:1',
      'THC 18-22 %',
      'THC 18 – 22 % CBD < 1 %',
      'THC 18 to 22 %',
      'THC 22 ± 2 %',
      'THC ~22 %',
      'THC 22 % (220 mg/mL)',
      'THC 22 % CBD 1 mg/mL',
      'THC 22 % THC 23 %',
      'THC 0,5 mg/mL',
      'THC 10 CBD',
      'THC CBD',
      'THC 10 15 mg/mL',
      '10 mg/mL THC 15 mg/mL',
      'THC 120 %',
      'THC 80 % CBD 40 %',
      'THC 80 % CBD 21.1 %',
      'THCA 22 %',
      'THC < 1 % THCA 22 %',
      'THC 10 mg/5 mL',
      'THC 10 mcg/mL',
      'THC 10 mg/mL : CBD 15 mg/mL for 30 days',
      'Δ8-THC 10 mg/mL',
      'THC 10.5.5 mg',
      'THC 10 mg/mL > : CBD 15 mg/mL',
      'THC 22 % CBD >< 1 %',
      'Paracetamol 500 mg',
    ]) {
      assert.equal(shown(text), null, text);
    }
  });

  it('stands in a column of its own as well', () => {
    for (const [text, expected] of [
      ['22', '22 ?'],
      ['22%', '22 %'],
      ['<1', '<1 ?'],
      ['< 1 %', '<1 %'],
      ['10 mg/mL', '10 mg/mL'],
      ['THC 10 mg/mL', '10 mg/mL'],
      ['0', '0 ?'],
      ['19.833333333', '19.8333 ?'],
      ['T22', '22 ?'],
      ['18-22', null],
      ['CBD 10', null],
      ['-5', null],
      ['THC -5 %', null],
      ['10 15', null],
      ['100 %', '100 %'],
      ['101 %', null],
      ['trace', null],
    ] as const) {
      const part = readPart(text, 'thc');
      const actual = part && `${partText(part)} ${part.unit ?? '?'}`;
      assert.equal(actual, expected, text);
    }
  });

  it('has one of few units, however it is written', () => {
    for (const [text, expected] of [
      ['mg/mL', 'mg/mL'],
      ['MG / ML', 'mg/mL'],
      ['mg per mL', 'mg/mL'],
      ['mg/1 mL', 'mg/mL'],
      ['mg/g', 'mg/g'],
      ['mg/gram', 'mg/g'],
      ['mg/capsule', 'mg/unit'],
      ['mg per unit', 'mg/unit'],
      ['mg', 'mg'],
      ['%', '%'],
      ['% w/w', '%'],
      ['%w/v', '% w/v'],
      ['g', null],
      ['', null],
    ] as const) {
      assert.equal(printedUnit(text), expected, text);
    }
    for (const text of ['Paracetamol 500mg', '22 %', 'Insulin 100 IU/mL']) assert.ok(hasAmountWithUnit(text), text);
    for (const text of ['see label', '22', 'T22', '10 grapes']) assert.ok(!hasAmountWithUnit(text), text);
  });
});

describe('the strength of a row', () => {
  const PERCENT = { strength: null, thc: '%', cbd: '%' } as const;
  const BOTH_MG = 'THC 10 mg : CBD 15 mg';
  const settled = (cells: Partial<StrengthCells>) => {
    const { thc, cbd, cbdBound, strengthUnit, unclear } = settleStrength({
      ...{ strength: null, thc: null, cbd: null, ingredients: null, form: null, packUnit: null },
      ...{ units: { strength: null, thc: null, cbd: null }, ...cells },
    });
    return [thc, cbd, cbdBound, strengthUnit, unclear?.why ?? null].join(' ');
  };

  it('comes from the column that says more', () => {
    for (const [cells, expected] of [
      [{ thc: '10 mg/mL', strength: 'THC 10 mg/mL : CBD 15 mg/mL' }, '10 15 exact mg/mL '],
      [{ strength: 'T10:C15', ingredients: 'THC 10 mg/mL, CBD 15 mg/mL' }, '10 15 exact mg/mL '],
      [{ strength: 'THC 10 mg/mL', ingredients: 'T10:C15' }, '10 15 exact  unit'],
    ] as const) {
      assert.equal(settled(cells), expected, JSON.stringify(cells));
    }
  });

  it('is nothing where two columns contradict each other; a bound contradicts nothing', () => {
    for (const [cells, expected] of [
      [{ thc: '22', units: PERCENT, strength: 'THC 20 %' }, '  exact  contradiction'],
      [{ thc: '22', units: PERCENT, strength: 'THC 22 mg/mL' }, '  exact  contradiction'],
      [{ thc: '22', cbd: '0.5', units: PERCENT, strength: 'THC 22 % CBD < 1 %' }, '220 5 exact mg/g '],
      [{ thc: '22', cbd: '<1', units: PERCENT, strength: 'THC 22 % CBD 0.5 %' }, '220 10 below mg/g '],
    ] as const) {
      assert.equal(settled(cells), expected, JSON.stringify(cells));
    }
  });

  it('is in mg of a piece where the form or the pack is counted', () => {
    for (const [cells, unit] of [
      [{ form: 'capsule' }, 'mg/unit'],
      [{ form: 'spray' }, 'mg/unit'],
      [{ form: 'other', packUnit: 'unit' }, 'mg/unit'],
      [{ packUnit: 'unit' }, 'mg/unit'],
      [{ form: 'other', packUnit: 'mL' }, ''],
      [{ form: 'oral_liquid', packUnit: 'unit' }, ''],
      [{ form: 'dried_herb' }, ''],
      [{}, ''],
    ] as const) {
      const why = unit === '' ? 'unit' : '';
      assert.equal(settled({ ...cells, strength: BOTH_MG }), `10 15 exact ${unit} ${why}`, JSON.stringify(cells));
    }
  });

  it('of a herb is in percent where its label leaves the unit out, and only there', () => {
    assert.equal(settled({ form: 'dried_herb', strength: 'T22:C1' }), '220 10 exact mg/g ');
    assert.equal(settled({ form: 'dried_herb', strength: 'THC 22 CBD 1' }), '22 1 exact  unit');
    assert.equal(settled({ form: 'oral_liquid', strength: 'T22:C1' }), '22 1 exact  unit');
  });
});
