import { formNamed, substanceByCode } from '../../formulary/public.js';
import type { MedicationRecord } from '../../records/public.js';
import type { PrescribedItem } from '../item.js';
import { printedName } from '../products/printed-medicine.js';
import type { SubstanceGroup } from './rule.js';

/** A substance of something that a patient takes or is to take. */
export interface Part {
  /** Of the table of ingredients, or the name of a class where only that was written. */
  readonly code: string;
  readonly classes: readonly string[];
}

/** An item that is to be prescribed, or a current medicine. */
export interface Taken {
  /** Null for a current medicine. */
  readonly item: number | null;
  readonly name: string;
  /** The item of the formulary or the product; null for a current medicine that stands in the record by its name alone. */
  readonly drug: string | null;
  /** As prescriptions print it, and the list of medicines has it: a product is found there by this name. */
  readonly printedName: string;
  /** It may be any item of the formulary with its ingredients: no item was chosen, and none was prescribed here. */
  readonly isOnlyWritten: boolean;
  readonly parts: readonly Part[];
  /** All that is in it is known. */
  readonly isKnown: boolean;
  /** It acts where it is applied. */
  readonly isLocal: boolean;
}

export interface PrescribedTaken extends Taken {
  readonly item: number;
  /** Of a supplier. */
  readonly isProduct: boolean;
}

const LOCAL_FORMS: ReadonlySet<string> = new Set(['topical', 'eye', 'ear', 'nasal']);

/** Items as checks see them. */
export function takenOfItems(items: readonly PrescribedItem[]): readonly PrescribedTaken[] {
  return items.map((prescribed, item) => {
    const { drug } = prescribed;
    const substances = drug.ingredients.flatMap(({ substance }) => substance ?? []);
    const form = formNamed(drug.form);
    return {
      item,
      name: drug.name,
      drug: drug.id,
      printedName: printedName(prescribed),
      isOnlyWritten: false,
      isProduct: prescribed.product !== null,
      parts: substances.map(partOf),
      isKnown: drug.ingredients.length > 0 && substances.length === drug.ingredients.length,
      isLocal: form !== null && LOCAL_FORMS.has(form.kind),
    };
  });
}

/** Current medicines as checks see them. One of which only the class is known may be any of its substances. */
export function takenOfRecord({ medicines }: MedicationRecord): readonly Taken[] {
  return medicines.map(({ content: { name, drug, coding, source } }) => ({
    item: null,
    name,
    drug,
    printedName: name,
    isOnlyWritten: drug === null && source !== 'prescribed_here',
    parts: [...coding.substances.map(partOf), ...coding.classes.map((code) => ({ code, classes: [code] }))],
    isKnown: coding.isComplete && coding.classes.length === 0,
    isLocal: false,
  }));
}

export function partOf(code: string): Part {
  return { code, classes: substanceByCode(code)?.classes ?? [] };
}

/** Whether a substance belongs to a group. */
export function isIn(group: SubstanceGroup, { code, classes }: Part): boolean {
  if (group.except?.includes(code)) return false;
  return group.substances?.includes(code) === true || group.classes?.some((one) => classes.includes(one)) === true;
}

/** Those of its substances that belong to a group; none of what acts where it is applied, for a group that says so. */
export function partsIn(group: SubstanceGroup, { parts, isLocal }: Pick<Taken, 'parts' | 'isLocal'>): readonly Part[] {
  return group.systemic && isLocal ? [] : parts.filter((part) => isIn(group, part));
}

/** What makes a cause of an item: its substances, or the item itself where none is known. */
export function causeOf({ parts, drug }: Taken): string {
  return parts.length > 0 ? codes(parts) : (drug ?? '');
}

/** In one order, whatever the order in which they stand. */
export function codes(parts: readonly Part[]): string {
  return parts
    .map(({ code }) => code)
    .sort()
    .join('+');
}
