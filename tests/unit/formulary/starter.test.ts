import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { readAtcCode } from '../../../src/domain/formulary/codes-of-medicines.js';
import { STARTER, STARTER_EDITION } from '../../../src/domain/formulary/data/starter.js';
import { drugOf } from '../../../src/domain/formulary/drug.js';
import { formNamed } from '../../../src/domain/formulary/forms.js';

/** Of the items with all that is derived of them, by edition: who changes either raises the edition. */
const EDITIONS: Readonly<Record<number, string>> = {
  1: 'bbda1e8a2570ba376627b185fbfa2378d09233d0aee938952932d98e19845f2f',
  2: 'c9f54733d80fa55fa6f637c8f9001e560e7bda151a118c6152bcd218462aa377',
  3: '616cc26e39a27e323106fcdbc53e89b1c370298cdf5de0b8b17f28c0e21a09d0',
};

/** What a starter formulary has to have at least, by schedule; several ingredients are joined by ` + `. */
const AT_LEAST: Readonly<Record<string, string>> = {
  S8: `alprazolam, buprenorphine, dexamfetamine, fentanyl, flunitrazepam, hydromorphone, ketamine, lisdexamfetamine, methadone,
    methylphenidate, morphine, nabiximols, oxycodone, oxycodone + naloxone, pethidine, tapentadol, sodium oxybate`,
  S4: `amoxicillin, amoxicillin + clavulanic acid, cefalexin, doxycycline, azithromycin, clarithromycin, erythromycin, roxithromycin,
    trimethoprim, nitrofurantoin, ciprofloxacin, metronidazole, flucloxacillin, phenoxymethylpenicillin, paracetamol + codeine, tramadol,
    celecoxib, meloxicam, diclofenac, naproxen, diazepam, temazepam, oxazepam, zolpidem, zopiclone, pregabalin, gabapentin, quetiapine,
    olanzapine, risperidone, sertraline, escitalopram, citalopram, fluoxetine, fluvoxamine, paroxetine, venlafaxine, desvenlafaxine,
    mirtazapine, amitriptyline, tranylcypromine, lithium, valproate, lamotrigine, carbamazepine, levetiracetam, atorvastatin,
    rosuvastatin, simvastatin, ezetimibe, perindopril arginine, ramipril, irbesartan, candesartan cilexetil, telmisartan, amlodipine,
    lercanidipine, metoprolol tartrate, metoprolol succinate, bisoprolol, atenolol, propranolol, verapamil, diltiazem, furosemide,
    hydrochlorothiazide, indapamide, spironolactone, digoxin, amiodarone, warfarin, apixaban, rivaroxaban, clopidogrel, metformin,
    gliclazide, empagliflozin, dapagliflozin, sitagliptin, semaglutide, insulin glargine, insulin aspart, levothyroxine, prednisolone,
    dexamethasone, methotrexate, azathioprine, allopurinol, colchicine, febuxostat, pantoprazole, esomeprazole, ondansetron, domperidone,
    sildenafil, tadalafil, finasteride, tamsulosin, ethinylestradiol + levonorgestrel, estradiol, isotretinoin, tretinoin, acitretin,
    budesonide + formoterol, fluticasone propionate + salmeterol, tiotropium, montelukast, cannabidiol`,
  S3: 'salbutamol, glyceryl trinitrate, pseudoephedrine, naloxone, chloramphenicol, paracetamol, melatonin',
  S2: 'cetirizine, loratadine, ibuprofen, paracetamol',
  Unscheduled: 'paracetamol',
};

/** What is found by its former or foreign name, too. */
const RENAMED =
  `amoxicillin, cefalexin, furosemide, levothyroxine, lidocaine, ciclosporin, estradiol, ethinylestradiol, formoterol,
  indometacin, phenobarbital, dosulepin, hydroxycarbamide, trihexyphenidyl, dexamfetamine, lisdexamfetamine, colecalciferol,
  glyceryl trinitrate, salbutamol, paracetamol, adrenaline, noradrenaline`
    .split(',')
    .map((name) => name.trim());

const items = STARTER.map(({ key, draft }) => ({ key, drug: drugOf(draft) }));

describe('the starter formulary', () => {
  it('is the one of its edition', () => {
    const hash = createHash('sha256').update(JSON.stringify(items)).digest('hex');
    assert.equal(hash, EDITIONS[STARTER_EDITION], 'raise STARTER_EDITION, and write down the hash of the new edition');
    assert.equal(Math.max(...Object.keys(EDITIONS).map(Number)), STARTER_EDITION);
    assert.equal(items.length, 431);
    assert.equal(new Set(items.map(({ key }) => key)).size, items.length);
    assert.equal(new Set(items.map(({ drug }) => drug.name)).size, items.length);
  });

  for (const [schedule, names] of Object.entries(AT_LEAST)) {
    it(`has what has to be there in ${schedule}`, () => {
      for (const name of names.split(',').map((one) => one.trim().replaceAll(/\s+/g, ' '))) {
        const found = items.filter(({ drug }) => drug.genericName === name).map(({ drug }) => drug.schedule);
        assert.ok(found.includes(schedule as (typeof found)[number]), `${name}: ${found}`);
      }
    });
  }

  it('has every ingredient that goes by two names', () => {
    const names = new Set(items.flatMap(({ drug }) => drug.ingredients.map(({ name }) => name)));
    for (const name of RENAMED) assert.ok(names.has(name), name);
  });

  it('can be prescribed but for two items, and every item is written as the rules read it', () => {
    const unknown = items.filter(({ drug }) => drug.schedule === null).map(({ drug }) => drug.genericName);
    assert.deepEqual(unknown.sort(), ['adrenaline', 'colecalciferol'], 'strength and pack decide');
    for (const { key, drug } of items) {
      assert.ok(formNamed(drug.form), key);
      assert.ok(drug.pack && drug.pack.size > 0, key);
      assert.equal(readAtcCode(drug.atc ?? ''), drug.atc, key);
      for (const { name, substance, strength } of drug.ingredients) {
        assert.ok(substance, `${key}: ${name}`);
        // A spray of an extract has no strength of its own.
        if (drug.genericName !== 'nabiximols') assert.ok(strength, `${key}: ${name}`);
      }
    }
  });

  it('names the source and the day of everything that it says', () => {
    for (const { key, drug } of items) {
      const { standardDosage, maximumDailyDose, contraindications, interactions, pregnancyCategory } =
        drug.prescribingInfo;
      const said: Readonly<Record<string, boolean>> = {
        schedule: drug.schedule !== null,
        max_daily_dose: drug.maxDailyDose !== null,
        standard_dosage: standardDosage !== null,
        maximum_daily_dose: maximumDailyDose !== null,
        contraindications: contraindications.length > 0,
        interactions: interactions.length > 0,
        pregnancy_category: pregnancyCategory !== null,
      };
      for (const [field, isSaid] of Object.entries(said)) {
        const sources = drug.sources.filter((one) => one.field === field);
        assert.equal(sources.length > 0, isSaid, `${key}: ${field}`);
        for (const { source, asOf } of sources) assert.ok(source !== '' && /^20\d\d-\d\d-\d\d$/.test(asOf), key);
      }
    }
  });
});
