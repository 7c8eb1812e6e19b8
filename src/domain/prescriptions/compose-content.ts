import type { Day } from '../days.js';
import { SCHEDULES } from '../formulary/public.js';
import { CONTENT_FORMAT, CONTENT_WITH_PRODUCTS, type PrescriptionContent, type PrintedItem } from './content.js';
import type { PrescribedItem } from './item.js';
import type { RecordedApproval } from './law/cannabis.js';
import type { SplitPrescription } from './law/facts.js';
import type { Scheme } from './law/rules.js';
import { packsText, quantityText, quantityUnitOf, repeatsText } from './law/words.js';
import { printedMedicine } from './products/printed-medicine.js';

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
  /** Of each item, in their order: the approval that covers it. */
  readonly approvals: readonly (RecordedApproval | null)[];
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
    format: split.items.some((at) => facts.items[at]?.product) ? CONTENT_WITH_PRODUCTS : CONTENT_FORMAT,
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
    items: split.items.map((at, place) => printedItem(facts, at, itemIds[place])),
    marks: split.marks,
    handwriting: split.handwriting,
    noteToPharmacist: facts.noteToPharmacist,
    supersedes,
  };
}

function printedItem({ items, approvals }: ContentFacts, at: number, id: string | undefined): PrintedItem {
  const item = items[at];
  if (!item || id === undefined) throw new Error('a prescription of an item that nobody asked for');
  return {
    id,
    ...printedMedicine(item, approvals[at] ?? null),
    directions: item.directions,
    quantity: item.quantity,
    quantityText: item.product === null ? quantityText(item.quantity, quantityUnitOf(item)) : packsText(item),
    repeats: item.repeats,
    repeatsText: repeatsText(item.repeats),
    repeatIntervalDays: item.repeatIntervalDays,
    authorityCode: item.authorityCode,
    streamlinedCode: item.streamlinedCode,
    noSubstitution: item.noSubstitution,
  };
}

/** The strictest of these schedules. @throws Error for what is none */
export function strictest(schedules: readonly string[]): (typeof SCHEDULES)[number] {
  const known = SCHEDULES.findLast((schedule) => schedules.includes(schedule));
  if (!known || schedules.some((one) => !(SCHEDULES as readonly string[]).includes(one)))
    throw new Error('no schedule');
  return known;
}
