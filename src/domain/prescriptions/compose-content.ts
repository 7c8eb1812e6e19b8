import type { Day } from '../days.js';
import { SCHEDULES } from '../formulary/public.js';
import { CONTENT_FORMAT, type PrescriptionContent, type PrintedItem } from './content.js';
import type { PrescribedItem } from './item.js';
import type { SplitPrescription } from './law/facts.js';
import type { Scheme } from './law/rules.js';
import { quantityText, quantityUnitOf, repeatsText } from './law/words.js';

/** What all prescriptions of a request say alike. */
export interface ContentFacts {
  readonly issuedAt: Date;
  readonly issuedOn: Day;
  readonly timeZone: string;
  readonly clinic: PrescriptionContent['clinic'];
  readonly prescriber: { readonly id: string; readonly name: string };
  readonly patient: Omit<PrescriptionContent['patient'], 'identifiers'>;
  readonly scheme: Scheme;
  readonly noteToPharmacist: string | null;
  readonly items: readonly PrescribedItem[];
}

/** One of the prescriptions that the law makes of a request, and what it is called. */
export interface NamedSplit {
  readonly id: string;
  readonly number: string;
  readonly split: SplitPrescription;
  /** Of each of its items, in their order. */
  readonly itemIds: readonly string[];
  readonly supersedes: string | null;
}

/** What one prescription says: all that is signed, printed and compared. */
export function contentOf(
  facts: ContentFacts,
  { id, number, split, itemIds, supersedes }: NamedSplit,
): PrescriptionContent {
  return {
    format: CONTENT_FORMAT,
    id,
    number,
    legalForm: 'patient_copy',
    scheme: facts.scheme,
    issuedAt: facts.issuedAt.toISOString(),
    issuedOn: facts.issuedOn,
    validUntil: split.validUntil,
    timeZone: facts.timeZone,
    clinic: facts.clinic,
    prescriber: { ...facts.prescriber, ...split.prescriber },
    patient: { ...facts.patient, identifiers: split.patientIdentifiers },
    items: split.items.map((at, place) => printedItem(facts.items[at], itemIds[place])),
    marks: split.marks,
    handwriting: split.handwriting,
    noteToPharmacist: facts.noteToPharmacist,
    supersedes,
  };
}

function printedItem(item: ContentFacts['items'][number] | undefined, id: string | undefined): PrintedItem {
  if (!item || id === undefined) throw new Error('a prescription of an item that nobody asked for');
  const { drug } = item;
  const schedule = drug.schedule;
  if (schedule === null) throw new Error('an item without a schedule cannot be prescribed');
  return {
    id,
    drug: {
      id: drug.id,
      version: drug.version,
      name: printedName(item),
      genericName: drug.genericName,
      brandName: drug.brandName,
      activeIngredient: drug.activeIngredient,
      strength: drug.strength,
      form: drug.form,
      route: drug.route,
      manufacturer: drug.manufacturer,
      pbsCode: drug.pbsCode,
      schedule,
    },
    directions: item.directions,
    quantity: item.quantity,
    quantityText: quantityText(item.quantity, quantityUnitOf(item)),
    repeats: item.repeats,
    repeatsText: repeatsText(item.repeats),
    repeatIntervalDays: item.repeatIntervalDays,
    authorityCode: item.authorityCode,
    streamlinedCode: item.streamlinedCode,
    noSubstitution: item.noSubstitution,
  };
}

/**
 * Active ingredient, strength and form; the brand only where its doctor forbids another one, as the law has it since February 2021.
 */
function printedName({ drug, noSubstitution }: PrescribedItem): string {
  const { genericName, strength, form, brandName } = drug;
  const name = `${genericName.charAt(0).toUpperCase()}${genericName.slice(1)} ${strength} ${form}`;
  return noSubstitution && brandName ? `${name} (${brandName})` : name;
}

/** The strictest of these schedules. @throws Error for what is none */
export function strictest(schedules: readonly string[]): (typeof SCHEDULES)[number] {
  const known = SCHEDULES.findLast((schedule) => schedules.includes(schedule));
  if (!known || schedules.some((one) => !(SCHEDULES as readonly string[]).includes(one)))
    throw new Error('no schedule');
  return known;
}
