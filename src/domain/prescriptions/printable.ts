import type { FieldError } from '../errors.js';
import { medicineOf, type PrescriptionContent, type PrintedItem } from './content.js';
import { itemFields } from './item.js';

const NAME = 'Documents cannot show all characters of this name. Please give it in Latin letters, too.';
const TEXT = 'Documents cannot show all characters of this text. Please write it in Latin letters.';

/** What a request calls the members of an item that name its medicine and say its directions. */
export interface ItemFields {
  readonly medicine: string;
  readonly directions: string;
}

/** Characters that turn round what stands behind them: `12 mg` would be printed as `gm 21`, and the signed text say something else. */
const REORDERS = /[\u202a-\u202e\u2066-\u2069]/;

/**
 * What of a content no document could print, by the fields of the request that said it: asked before it is signed. `fields` are those of
 * its items, by their places in the content where nothing else is said; `missing` are the characters of a text that no font has.
 */
export function unprintable(
  content: PrescriptionContent,
  missing: (text: string) => readonly string[],
  fields: readonly ItemFields[] = itemFields(content.items.map(({ product }) => ({ product: product ?? null }))),
): readonly FieldError[] {
  const { clinic, prescriber, patient, items } = content;
  const texts: readonly (readonly [field: string, message: string, ...texts: readonly (string | null)[]])[] = [
    ['clinic_name', NAME, clinic.name, ...clinic.address, clinic.phone],
    ['doctor', NAME, prescriber.name, prescriber.qualifications, ...identifiers(prescriber)],
    ['patient', NAME, patient.name, ...patient.address, ...identifiers(patient)],
    ...items.map((item, at) => [fields[at]?.medicine ?? '', NAME, ...printedOf(item)] as const),
    ...items.map((item, at) => [fields[at]?.directions ?? '', TEXT, ...linesOf(item.directions)] as const),
    ['note_to_pharmacist', TEXT, ...linesOf(content.noteToPharmacist ?? ''), ...content.marks],
  ];
  return texts
    .filter(([, , ...all]) => all.some((text) => text !== null && (REORDERS.test(text) || missing(text).length > 0)))
    .map(([field, message]) => ({ field, message }));
}

/** The lines of a text as they are printed: a tab is blanks, and the end of a line is no character. */
export function linesOf(text: string): readonly string[] {
  return text.replaceAll('\t', '    ').split(/\r\n|\r|\n/);
}

function identifiers(of: PrescriptionContent['patient' | 'prescriber']): readonly string[] {
  return of.identifiers.flatMap(({ label, value }) => [label, value]);
}

function printedOf(item: PrintedItem): readonly (string | null)[] {
  const { name, brandName, activeIngredient, strength, form, route, manufacturer, pbsCode } = medicineOf(item);
  const { productCode = null, productName = null, printedStrength = null, pack = null } = item.product ?? {};
  const reference = item.product?.approval?.reference ?? null;
  return [
    ...[name, brandName, activeIngredient, strength, form, route, manufacturer, pbsCode],
    ...[productCode, productName, printedStrength, pack, reference],
    ...[item.quantityText, item.repeatsText, item.authorityCode, item.streamlinedCode],
  ];
}
