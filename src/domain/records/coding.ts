import { foldName, SUBSTANCE_CLASSES, substanceOf } from '../formulary/public.js';

/** What checks know a substance or medicine by. */
export interface Coding {
  /** Codes of the table of ingredients. */
  readonly substances: readonly string[];
  /** Classes of substances, for what was written of a whole group: `penicillin`. */
  readonly classes: readonly string[];
  /** Everything that was written and everything in what was chosen has a code. Otherwise a check may miss it, and has to say so. */
  readonly isComplete: boolean;
}

/** An item of the formulary that somebody chose beside what they wrote. */
export interface ChosenItem {
  /** What it is called: its name, generic name and brand. */
  readonly names: readonly string[];
  /** Of each ingredient; null for one that the table does not have. */
  readonly substances: readonly (string | null)[];
}

const CLASSES: ReadonlySet<string> = new Set(SUBSTANCE_CLASSES);

/** Other words for classes, as people write them. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  acei: 'ace_inhibitor',
  amphetamine: 'amfetamine',
  angiotensin_receptor_blocker: 'sartan',
  arb: 'sartan',
  antiepileptic: 'anticonvulsant',
  anti_inflammatories: 'nsaid',
  anti_inflammatory: 'nsaid',
  benzo: 'benzodiazepine',
  estrogen: 'oestrogen',
  fluoroquinolone: 'quinolone',
  local_anesthetic: 'local_anaesthetic',
  nonsteroidal_anti_inflammatory: 'nsaid',
  non_steroidal_anti_inflammatory: 'nsaid',
  opiate: 'opioid',
  ppi: 'proton_pump_inhibitor',
  progestin: 'progestogen',
  steroid: 'corticosteroid',
  sulfa: 'sulfonamide',
  sulpha: 'sulfonamide',
  sulphonamide: 'sulfonamide',
};

/** Words that say what kind of thing it is and not which. */
const GENERAL_WORD = /_(?:allergy|antibiotics?|class|drugs?|family|group|medications?|medicines?)$/;

/** Words behind a medicine's name: how it is made up. */
const FORM_WORD =
  /[\s,]+(?:(?:modified|slow|sustained|extended|controlled)[\s-]+release|tablets?|tabs?|capsules?|caps?|injections?|inhalers?|creams?|ointments?|gels?|patch(?:es)?|syrups?|drops?|sprays?|suppositor(?:y|ies)|XR|SR|MR|ER|CR)$/i;

/** How much is in it, at the end: `500 mg`, `250 mg/5 mL`. Whatever else is written may be another medicine, and stays. */
const STRENGTH =
  /[\s,]+\d[\d.,]*\s*(?:mg|g|micrograms?|mcg|µg|mL|units?|IU|%)(?:\s*\/\s*(?:\d[\d.,]*\s*)?(?:mL|g|dose|hour))?$/i;

/** `+`, a slash, a comma, brackets, "and", "with": between two ingredients. */
const BETWEEN = /\s*[+/,;&()\n]\s*|\s+(?:and|with)\s+/i;

/**
 * Codes what somebody has written, and the item of the formulary that they chose, if any. Both count: an allergy to "penicillin"
 * with an item of amoxicillin is one to the class and to the substance. Case, accents, salts and old names make no difference.
 * An item makes nothing complete that was written beside it, other than its own name: "peanut" with an item of amoxicillin is an
 * allergy to peanuts, too, which no check knows.
 */
export function codingOf(written: string | null, item: ChosenItem | null): Coding {
  const parts = written === null ? [] : partsOf(written, item?.names ?? []);
  const named = item?.substances.flatMap((substance) => substance ?? []) ?? [];
  const isItemKnown = item === null || (item.substances.length > 0 && named.length === item.substances.length);
  const isWritingKnown = written === null ? item !== null : parts.length > 0 && parts.every((part) => part !== null);
  return {
    substances: unique([...parts.flatMap((part) => part?.substance ?? []), ...named]),
    classes: unique(parts.flatMap((part) => part?.group ?? [])),
    isComplete: isItemKnown && isWritingKnown,
  };
}

interface Code {
  readonly substance?: string;
  readonly group?: string;
}

/** A name of the item that was chosen: the item's ingredients say what it is. */
const OWN_NAME: Code = {};

/** Of each part that is written; null where neither the table nor the item has it. */
function partsOf(written: string, ownNames: readonly string[]): readonly (Code | null)[] {
  const own = new Set(ownNames.map(foldName));
  const isOwn = (text: string) => [text, withoutForm(text)].some((name) => own.has(foldName(name)));
  const read = (text: string) => codeOf(text) ?? (isOwn(text) ? OWN_NAME : null);
  // What stands in brackets is looked at, too: it may be another substance.
  const whole = /[()]/.test(written) && !isOwn(written) ? null : read(written);
  return whole ? [whole] : written.split(BETWEEN).filter(Boolean).map(read);
}

/** A class before a substance of the same name: the class is the wider one, and a check misses less by it. */
function codeOf(written: string): Code | null {
  const group = classOf(written);
  if (group) return { group };
  const substance = substanceOf(written) ?? substanceOf(withoutForm(written));
  return substance && { substance: substance.code };
}

function classOf(written: string): string | null {
  const words = written
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
    .replace(GENERAL_WORD, '');
  for (const word of [words, words.replace(/s$/, '')]) {
    if (CLASSES.has(word)) return word;
    const other = OTHER_NAMES[word];
    if (other) return other;
  }
  return null;
}

/** "Metformin XR 500 mg tablets" is "Metformin". */
function withoutForm(written: string): string {
  let name = written.trim();
  for (let before = ''; before !== name; ) {
    before = name;
    name = name.replace(STRENGTH, '').replace(FORM_WORD, '');
  }
  return name;
}

function unique(codes: readonly string[]): readonly string[] {
  return [...new Set(codes)];
}
