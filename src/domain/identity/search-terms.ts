import { type PhoneRegion, toE164 } from '../phone.js';
import { emailKey, parseEmail } from './email.js';

/** What a patient is found by. */
export interface Findable {
  readonly firstName: string;
  readonly lastName: string;
  readonly latinName: string | null;
  readonly email: string;
  /** E.164. */
  readonly phone: string | null;
  /** `YYYY-MM-DD`. */
  readonly dateOfBirth: string | null;
  /** As they are stored. */
  readonly identifiers: readonly string[];
}

/** What kind of thing a search compares with; a name by how it begins, everything else as a whole. */
export const SEARCH_KINDS = ['name', 'birth', 'email', 'phone', 'identifier'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** One thing to look for. Of a name `value` is its beginning. */
export interface SearchTerm {
  readonly kind: SearchKind;
  readonly value: string;
}

/** A longer beginning of a word finds no fewer patients. */
const LONGEST_BEGINNING = 15;
/** Of one letter there are too many. Words of scripts without an alphabet have one or two signs. */
const SHORTEST_BEGINNING = 2;
const MOST_WORDS = 6;

/** Letters that are no letter with a mark, but are written as others where the keyboard lacks them. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
};
const APOSTROPHES = /['’‘ʼʻ`´]/gu;
const ALPHABETIC = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;

/** The words of a name, as they are compared: without case, accents and apostrophes. */
export function nameWords(text: string): readonly string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(APOSTROPHES, '')
    .replace(/[ßæœøđðłþħı]/gu, (letter) => PLAIN[letter] ?? letter);
  return folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

function beginningsOf(word: string): readonly string[] {
  const signs = [...word].slice(0, LONGEST_BEGINNING);
  const shortest = ALPHABETIC.test(word) ? Math.min(SHORTEST_BEGINNING, signs.length) : 1;
  return signs.slice(shortest - 1).map((_, at) => signs.slice(0, shortest + at).join(''));
}

/** An identifier without what people write between its parts. */
function plainIdentifier(text: string): string {
  return text.replace(/[\s./-]/g, '').toUpperCase();
}

/** Everything that finds this patient. */
export function termsOf(patient: Findable): readonly SearchTerm[] {
  const words = [patient.firstName, patient.lastName, patient.latinName ?? ''].flatMap(nameWords);
  const beginnings = new Set(words.flatMap(beginningsOf));
  const { phone, dateOfBirth } = patient;
  return [
    ...[...beginnings].map((value): SearchTerm => ({ kind: 'name', value })),
    { kind: 'email', value: emailKey(patient.email) },
    ...(phone === null ? [] : [{ kind: 'phone', value: phone } as const]),
    ...(dateOfBirth === null ? [] : [{ kind: 'birth', value: dateOfBirth } as const]),
    ...patient.identifiers.map((value): SearchTerm => ({ kind: 'identifier', value: plainIdentifier(value) })),
  ];
}

/** The words of a name to look for. */
export function nameTerms(text: string): readonly SearchTerm[] {
  const words = nameWords(text).slice(0, MOST_WORDS);
  return words.map((word) => ({ kind: 'name', value: [...word].slice(0, LONGEST_BEGINNING).join('') }));
}

/** What somebody typed can mean: a patient is found who meets all terms of any of these. */
export type Meanings = readonly (readonly SearchTerm[])[];

const DATE = /(?<!\d)(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.](\d{1,2})[/.](\d{4}))(?!\d)/g;
/** The identifiers that are searched for have this many signs, one of which is a digit. */
const IDENTIFIER = /^(?=.*\d)[A-Z0-9]{7,16}$/;
const MEDICARE_WITH_IRN = /^[2-6]\d{10}$/;

/**
 * Understands a search: `smith 1980-02-01`, a mail address, a phone number as it is written in the region, an identifier. A
 * number may be several of these. Empty where there is nothing to look for, such as one letter.
 */
export function meaningsOf(typed: string, region: PhoneRegion | null): Meanings {
  const text = typed.normalize('NFC').trim();
  const address = parseEmail(text);
  if (address) return [[{ kind: 'email', value: address.key }]];
  const births = [...text.matchAll(DATE)].map(([, y, m, d, day, month, year]): SearchTerm => {
    const parts = y ? [y, m, d] : [year, month, day];
    return { kind: 'birth', value: parts.map((part = '') => part.padStart(2, '0')).join('-') };
  });
  const names = nameTerms(text.replace(DATE, ' '));
  const phone = toE164(text, region);
  const identifier = plainIdentifier(text);
  const isIdentifier = births.length === 0 && IDENTIFIER.test(identifier);
  const meanings: (readonly SearchTerm[])[] = [
    [...births, ...names],
    phone === null ? [] : [{ kind: 'phone', value: phone }],
    isIdentifier ? [{ kind: 'identifier', value: identifier }] : [],
    // Printed on the card behind its number, and stored apart.
    isIdentifier && MEDICARE_WITH_IRN.test(identifier) ? [{ kind: 'identifier', value: identifier.slice(0, 10) }] : [],
  ];
  return meanings.filter((terms) => terms.length > 0);
}
