import type { Pack } from '../drug.js';
import { parseStrengths } from '../strength.js';
import { printedForm } from './printed-forms.js';
import { printedStrength } from './printed-strength.js';

/** What one text of a list says of form, strength and pack, such as `Tablet 500 mg (as hydrochloride), 90`. */
export interface PrintedMedicine {
  readonly form: string;
  /** As it is printed where it cannot be read: no dose is then computed from it. */
  readonly strength: string;
  readonly isStrengthRead: boolean;
  /** Null where none is printed, or more than one. */
  readonly pack: Pack | null;
}

/** Stands where a list says nothing: the item cannot be prescribed before a person has written it. */
export const NOT_STATED = 'not stated';

const BRACKETS = /\s*\(((?:[^()]|\([^()]*\))*)\)/g;
/** Behind the last comma: so many tablets, or so much of a liquid or cream. */
const PACK = /,\s*(\d+(?:\.\d+)?)\s*(mL|g|doses|tablets|capsules)?$/;
/** What stands before the first amount. */
const HEAD = /^(.*?)(?=\s*(?:\bcontaining\b|\bequivalent to\b|\d|$))/i;

/** Reads only what can be read in one way; everything else is kept as it is printed. */
export function readPrintedMedicine(text: string, ingredients: readonly string[]): PrintedMedicine {
  const brackets = [...text.matchAll(BRACKETS)].map(([, inside = '']) => inside);
  const plain = text.replaceAll(BRACKETS, ' ').replaceAll(/\s+/g, ' ').trim();
  const { rest, pack } = withoutPack(plain);
  const [, head = ''] = HEAD.exec(rest) ?? [];
  const printed = rest.slice(head.length).trim();
  const strength = printed === '' ? null : printedStrength(printed, ingredients);
  return {
    form: printedForm(head, brackets) || NOT_STATED,
    strength: strength ?? (printed || NOT_STATED),
    isStrengthRead: strength !== null && parseStrengths(strength).every((one) => one !== null),
    pack,
  };
}

/** `30`, `30 tablets`, `100 mL`, `15 g`; null for everything else. */
export function readPack(text: string): Pack | null {
  const [, size = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const known = PACK_UNITS[unit.toLowerCase()];
  return known && Number(size) > 0 ? { size: Number(size), unit: known } : null;
}

const PACK_UNITS: Readonly<Record<string, Pack['unit']>> = Object.assign(Object.create(null), {
  '': 'unit',
  ml: 'mL',
  g: 'g',
  ...Object.fromEntries(
    'unit tablet capsule dose patch suppository suppositories pessary pessaries sachet pastille wafer lozenge'
      .split(' ')
      .flatMap((word) => [word, `${word}s`, `${word}es`])
      .map((word) => [word, 'unit']),
  ),
});

function withoutPack(text: string): { readonly rest: string; readonly pack: Pack | null } {
  const found = PACK.exec(text);
  if (!found) return { rest: text, pack: null };
  const [whole, size = '', unit = ''] = found;
  const rest = text.slice(0, -whole.length);
  // `…, 3 mL, 5`: five of something, and nobody says whether the pack is one of them.
  if (PACK.test(rest)) return { rest: rest.replace(PACK, ''), pack: null };
  // `Tablet, dispersible, 300`: a number alone that is the only one is no pack.
  if (!/\d/.test(rest)) return { rest: text, pack: null };
  return { rest, pack: readPack(`${size} ${unit}`) };
}
