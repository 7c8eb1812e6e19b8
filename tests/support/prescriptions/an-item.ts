import { type DrugChange, newDraft } from '../../../src/domain/formulary/changes.js';
import { drugOf } from '../../../src/domain/formulary/drug.js';
import type { PrescribedDrug, PrescribedItem } from '../../../src/domain/prescriptions/item.js';

/** An item of the formulary: `ingredients | strength | form`, such as `paracetamol | 500 mg | tablet`. */
export function aDrug(text: string, said: DrugChange & { readonly id?: string } = {}): PrescribedDrug {
  const { id = `item of ${text}`, ...others } = said;
  const [activeIngredient = '', strength = '', form = ''] = text.split('|').map((cell) => cell.trim());
  const draft = newDraft({ activeIngredient, strength, form, ...others }, '2026-11-01');
  return { ...drugOf(draft), id, version: 1 };
}

/** One medicine of a prescription, of which 20 are supplied once. */
export function anItem(drug: PrescribedDrug, changes: Partial<PrescribedItem> = {}): PrescribedItem {
  return {
    drug,
    product: null,
    directions: 'Take 1 tablet once daily.',
    quantity: 20,
    quantityUnit: null,
    repeats: 0,
    repeatIntervalDays: null,
    dose: null,
    authorityCode: null,
    streamlinedCode: null,
    noSubstitution: false,
    ...changes,
  };
}
