import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPack, readPrintedMedicine } from '../../../src/domain/formulary/imports/printed-medicine.js';

const read = (text: string, ...ingredients: string[]) => {
  const { form, strength, isStrengthRead, pack } = readPrintedMedicine(text, ingredients);
  return [form, strength, isStrengthRead, pack && `${pack.size} ${pack.unit}`];
};

describe('form, strength and pack as lists print them', () => {
  const READ: readonly (readonly [
    text: string,
    ingredients: readonly string[],
    form: string,
    strength: string,
    pack: string | null,
  ])[] = [
    ['Tablet 200 mg', ['ACICLOVIR'], 'tablet', '200 mg', null],
    ['Tablets 200 mg, 90', ['ACICLOVIR'], 'tablet', '200 mg', '90 unit'],
    ['Tablet 100mg', ['DOXYCYCLINE'], 'tablet', '100 mg', null],
    ['Tablet, dispersible, 300 mg', ['ASPIRIN'], 'dispersible tablet', '300 mg', null],
    ['Capsule 10 mg (as hydrochloride)', ['DOXEPIN'], 'capsule', '10 mg', null],
    ['Tablet 665 mg (modified release)', ['PARACETAMOL'], 'modified release tablet', '665 mg', null],
    [
      'Tablet (enteric coated) containing diclofenac sodium 25 mg',
      ['DICLOFENAC'],
      'enteric coated tablet',
      '25 mg',
      null,
    ],
    ['Capsule equivalent to 250 mg erythromycin', ['ERYTHROMYCIN'], 'capsule', '250 mg', null],
    ['Injection 50 mg in 2 mL ampoule', ['FLUPHENAZINE DECANOATE'], 'injection', '50 mg/2 mL', null],
    ['Injection 10,000 units in 1 mL pre-filled syringe', ['EPOETIN LAMBDA'], 'injection', '10,000 units/1 mL', null],
    [
      'Injection containing dalteparin sodium 12,500 I.U. in 0.5 mL',
      ['DALTEPARIN SODIUM'],
      'injection',
      '12,500 units/0.5 mL',
      null,
    ],
    [
      'Eye drops equivalent to 20 mg adrenaline per mL, 10 mL',
      ['ADRENALINE (EPINEPHRINE)'],
      'eye drops',
      '20 mg/mL',
      '10 mL',
    ],
    ['Oral solution 20 mg (as sulfate) per mL, 240 mL', ['ABACAVIR'], 'oral liquid', '20 mg/mL', '240 mL'],
    ['Cream 20 mg per g (2%), 20 g', ['MICONAZOLE'], 'cream', '20 mg/g', '20 g'],
    [
      'Powder for oral suspension 125 mg-31.25 mg per 5 mL, 75 mL',
      ['AMOXICILLIN', 'CLAVULANIC ACID'],
      'powder for oral liquid',
      '125 mg/5 mL + 31.25 mg/5 mL',
      '75 mL',
    ],
    ['Tablet 80 mg-400 mg', ['TRIMETHOPRIM', 'SULFAMETHOXAZOLE'], 'tablet', '80 mg + 400 mg', null],
    [
      'Tablet containing codeine phosphate hemihydrate 30 mg with paracetamol 500 mg',
      ['PARACETAMOL', 'CODEINE'],
      'tablet',
      '500 mg + 30 mg',
      null,
    ],
    [
      'Tablet containing 50 mg vildagliptin with 850 mg metformin hydrochloride',
      ['VILDAGLIPTIN', 'METFORMIN'],
      'tablet',
      '50 mg + 850 mg',
      null,
    ],
    [
      'Pressurised inhalation containing budesonide 100 micrograms with formoterol fumarate dihydrate 3 micrograms per dose, 120 doses',
      ['BUDESONIDE', 'FORMOTEROL (EFORMOTEROL)'],
      'metered dose inhaler',
      '100 microgram/dose + 3 microgram/dose',
      '120 unit',
    ],
  ];
  for (const [text, ingredients, form, strength, pack] of READ) {
    it(`reads ${text}`, () => assert.deepEqual(read(text, ...ingredients), [form, strength, true, pack]));
  }

  const UNCLEAR: readonly (readonly [text: string, ingredients: readonly string[], form: string, strength: string])[] =
    [
      ['Bandage 8.75 cm x 1 m', ['BANDAGE'], 'Bandage', '8.75 cm x 1 m'],
      ['Creams', ['EXTEMPORANEOUSLY PREPARED'], 'cream', 'not stated'],
      ['', ['EXTEMPORANEOUSLY PREPARED'], 'not stated', 'not stated'],
      ['Tablet 5 mg-2.5 mg', ['OXYCODONE'], 'tablet', '5 mg-2.5 mg'],
      ['Tablet 80 mg', ['TRIMETHOPRIM', 'SULFAMETHOXAZOLE'], 'tablet', '80 mg'],
      [
        'Tablet containing 50 mg vildagliptin with 850 mg sitagliptin',
        ['VILDAGLIPTIN', 'METFORMIN'],
        'tablet',
        'containing 50 mg vildagliptin with 850 mg sitagliptin',
      ],
      ['Injection 40 mg containing other 2', ['ADALIMUMAB'], 'injection', '40 mg containing other 2'],
      ['Injection 4 mg in 100 microlitres', ['AFLIBERCEPT'], 'injection', '4 mg in 100 microlitres'],
      [
        'Pack containing 30 tablets atorvastatin 40 mg and 30 tablets ezetimibe 10 mg',
        ['ATORVASTATIN', 'EZETIMIBE'],
        'Pack',
        'containing 30 tablets atorvastatin 40 mg and 30 tablets ezetimibe 10 mg',
      ],
    ];
  for (const [text, ingredients, form, strength] of UNCLEAR) {
    it(`does not guess at ${text || 'nothing'}`, () =>
      assert.deepEqual(read(text, ...ingredients).slice(0, 3), [form, strength, false]));
  }

  it('makes another form of words in brackets that it does not know, so that no rule takes it for the plain one', () => {
    assert.equal(
      read('Capsule 5 mg (once daily prolonged release)', 'TACROLIMUS')[0],
      'Capsule (once daily prolonged release)',
    );
    assert.equal(read('Injection (modified release) 20 mg', 'OCTREOTIDE')[0], 'Injection (modified release)');
  });

  it('has no pack where two numbers could be one', () => {
    assert.equal(read('Injections, cartridges, 100 units per mL, 3 mL, 5', 'INSULIN GLULISINE')[3], null);
    assert.equal(read('Tablet 5 mg', 'X')[3], null);
  });

  it('reads packs of units, millilitres and grams, and nothing else', () => {
    const cases = {
      '30': '30 unit',
      '30 tablets': '30 unit',
      '100 mL': '100 mL',
      '15g': '15 g',
      '2 suppositories': '2 unit',
    };
    for (const [text, pack] of Object.entries(cases)) {
      const found = readPack(text);
      assert.equal(found && `${found.size} ${found.unit}`, pack);
    }
    for (const text of ['', '0', '1 box', '2 x 15', 'constructor', '30 toString'])
      assert.equal(readPack(text), null, text);
  });
});
