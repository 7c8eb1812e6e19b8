import type { DoseForm, TgaCategory } from '../catalogue/public.js';
import type { Day } from '../days.js';
import type { SCHEDULES } from '../formulary/public.js';

/** Of this form; another one gets another name, and what was signed stays readable. */
export const CONTENT_FORMAT = 'keepwell.prescription/1';
/** Of one with a product of a supplier among its items: such an item has `product` in the place of `drug`. */
export const CONTENT_WITH_PRODUCTS = 'keepwell.prescription/2';

/** How a person is called where and by whom: `Medicare number`, `PRC licence`. */
export interface PrintedIdentifier {
  readonly label: string;
  readonly value: string;
}

/** What tells a medicine from others. */
export interface PrintedMedicine {
  readonly id: string;
  /** Active ingredient first; a brand only where its doctor asks for it, and of a product always. */
  readonly name: string;
  readonly genericName: string;
  readonly brandName: string | null;
  readonly activeIngredient: string;
  readonly strength: string;
  readonly form: string;
  readonly route: string | null;
  readonly manufacturer: string | null;
  readonly pbsCode: string | null;
  readonly schedule: (typeof SCHEDULES)[number];
}

/** An item of the formulary, in one of its versions. */
export interface PrintedDrug extends PrintedMedicine {
  readonly version: number;
}

/** A product of a supplier, as its list described it when it was prescribed. */
export interface PrintedProduct extends PrintedMedicine {
  /** The key of the supplier; the company is the manufacturer. */
  readonly supplier: string;
  readonly productCode: string | null;
  readonly productName: string | null;
  /** As the list prints them. */
  readonly printedStrength: string | null;
  readonly pack: string | null;
  /** By the TGA; null of what is no cannabis. */
  readonly category: TgaCategory | null;
  readonly doseForm: DoseForm | null;
  /** The approval of the TGA under which it is prescribed: a pharmacy orders by it. */
  readonly approval: { readonly accessPath: string; readonly reference: string } | null;
}

interface PrintedTerms {
  readonly id: string;
  readonly directions: string;
  readonly quantity: number;
  /** In figures and words: `20 (twenty) tablets`. */
  readonly quantityText: string;
  readonly repeats: number;
  /** In figures and words: `2 (two)`, `0 (nil)`. */
  readonly repeatsText: string;
  readonly repeatIntervalDays: number | null;
  readonly authorityCode: string | null;
  readonly streamlinedCode: string | null;
  readonly noSubstitution: boolean;
}

/** What is prescribed, and how: an item of the formulary, or a product of a supplier. */
export type PrintedItem = PrintedTerms &
  (
    | { readonly drug: PrintedDrug; readonly product?: never }
    | { readonly product: PrintedProduct; readonly drug?: never }
  );

/** The medicine that an item is, whichever list it is from. */
export function medicineOf(item: PrintedItem): PrintedMedicine {
  return item.drug ?? item.product;
}

/**
 * What a prescription says: fixed and signed when it is issued, printed, attached to its document and compared at every look.
 * Nothing is in it that changes later.
 */
export interface PrescriptionContent {
  readonly format: typeof CONTENT_FORMAT | typeof CONTENT_WITH_PRODUCTS;
  readonly id: string;
  /** `RX2026000123`. */
  readonly number: string;
  readonly legalForm: 'patient_copy';
  readonly scheme: 'private' | 'pbs' | 'rpbs';
  /** The instant (UTC) and, on the clinic's calendar, its day: a prescription is dated when it is issued. */
  readonly issuedAt: string;
  readonly issuedOn: Day;
  /** The last day on which it may be supplied. */
  readonly validUntil: Day;
  readonly timeZone: string;
  readonly clinic: {
    readonly name: string;
    /** One line each. */
    readonly address: readonly string[];
    readonly phone: string | null;
  };
  readonly prescriber: {
    readonly id: string;
    readonly name: string;
    readonly qualifications: string | null;
    /** Registration first, then what the law asks for beside it. */
    readonly identifiers: readonly PrintedIdentifier[];
  };
  readonly patient: {
    readonly id: string;
    readonly name: string;
    readonly birthDate: Day | null;
    /** One line each. */
    readonly address: readonly string[];
    readonly identifiers: readonly PrintedIdentifier[];
  };
  readonly items: readonly PrintedItem[];
  /** What the law of a state asks to be on it beside the items: `State approval number 1234`, `Authority prescription`. */
  readonly marks: readonly string[];
  /** The state wants the items written by hand, too: the paper form has lines for it. */
  readonly handwriting: boolean;
  readonly noteToPharmacist: string | null;
  /** The number of the prescription in whose place this one stands. */
  readonly supersedes: string | null;
}

/**
 * The one text of a content, as RFC 8785 (JSON Canonicalization Scheme) writes it: members sorted by their UTF-16 code units, no
 * blanks, numbers and texts as ECMAScript writes them. What is signed, hashed and attached to the document.
 * @throws Error for a number that JSON does not have and for half a surrogate pair, which no text of RFC 8785 may hold
 */
export function canonicalContent(content: PrescriptionContent): string {
  return canonical(content);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${members.map(([name, member]) => `${canonical(name)}:${canonical(member)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('this number has no canonical form');
  if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) throw new Error('this text has no canonical form');
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error('this has no canonical form');
  return text;
}
