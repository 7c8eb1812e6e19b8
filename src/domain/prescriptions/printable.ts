import type { FieldError } from '../errors.js';
import type { PrescriptionContent, PrintedItem } from './content.js';

const NAME = 'Documents cannot show all characters of this name. Please give it in Latin letters, too.';
const TEXT = 'Documents cannot show all characters of this text. Please write it in Latin letters.';

/** Characters that turn round what stands behind them: `12 mg` would be printed as `gm 21`, and the signed text say something else. */
const REORDERS = /[\u202a-\u202e\u2066-\u2069]/;

/**
 * What of a content no document could print, by the fields of the request that said it: asked before it is signed. `missing` are the
 * characters of a text that no font has.
 */
export function unprintable(
  content: PrescriptionContent,
  missing: (text: string) => readonly string[],
): readonly FieldError[] {
  const { clinic, prescriber, patient, items } = content;
  const texts: readonly (readonly [field: string, message: string, ...texts: readonly (string | null)[]])[] = [
    ['clinic_name', NAME, clinic.name, ...clinic.address, clinic.phone],
    ['doctor', NAME, prescriber.name, prescriber.qualifications, ...identifiers(prescriber)],
    ['patient', NAME, patient.name, ...patient.address, ...identifiers(patient)],
    ...items.map((item, at) => [`prescribed_drugs.${at}.drug`, NAME, ...drugOf(item)] as const),
    ...items.map(
      (item, at) => [`prescribed_drugs.${at}.dosage_instructions`, TEXT, ...linesOf(item.directions)] as const,
    ),
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

function drugOf({ drug, ...item }: PrintedItem): readonly (string | null)[] {
  const { name, brandName, activeIngredient, strength, form, route, manufacturer, pbsCode } = drug;
  return [
    ...[name, brandName, activeIngredient, strength, form, route, manufacturer, pbsCode],
    ...[item.quantityText, item.repeatsText, item.authorityCode, item.streamlinedCode],
  ];
}
