import type { Bound, DoseForm, PackUnit, StrengthUnit } from '../product.js';
import type { Reason } from '../reasons.js';
import { isCounted } from '../units.js';
import { isPlaceholder } from './clean-text.js';
import { type Part, type PrintedStrength, readPart, readStrength } from './read-strength.js';
import { hasAmountWithUnit, type PrintedUnit } from './strength-tokens.js';

/** What a row prints about its strength; null where the list has no such column. */
export interface StrengthCells {
  readonly strength: string | null;
  readonly thc: string | null;
  readonly cbd: string | null;
  readonly ingredients: string | null;
  /** Of the numbers that have none of their own: of the row, the heading or the mapping. */
  readonly units: {
    readonly strength: PrintedUnit | null;
    readonly thc: PrintedUnit | null;
    readonly cbd: PrintedUnit | null;
  };
  readonly form: DoseForm | null;
  readonly packUnit: PackUnit | null;
}

export interface SettledStrength {
  readonly thc: number | null;
  readonly cbd: number | null;
  readonly thcBound: Bound;
  readonly cbdBound: Bound;
  readonly strengthUnit: StrengthUnit | null;
  /** As printed, for the share of CBD; null where nothing is certain. */
  readonly printed: PrintedStrength | null;
  /** Whether there is a number with its unit, of whatever medicine. */
  readonly hasAmount: boolean;
  readonly unclear: Extract<Reason, { code: 'strength_unclear' }> | null;
  /** Whether there are words that name no cannabinoid: of a product with cannabis they are unclear too. */
  readonly isUnread: boolean;
}

const MOST_PER_GRAM = 1_010n * 10_000n;

type Why = Extract<Reason, { code: 'strength_unclear' }>['why'];

/** THC and CBD of a row in one unit, from the columns that have them; nothing where they contradict each other. */
export function settleStrength(cells: StrengthCells): SettledStrength {
  const columns = ofColumns(cells);
  const printed = ofText(cells.strength, cells.units.strength);
  const ingredients = ofText(cells.ingredients, null);
  const hasAmount =
    columns.hasAmount ||
    [cells.strength, cells.ingredients, cells.thc, cells.cbd].some((text) => hasAmountWithUnit(text ?? ''));
  const nothing = (why: Why | null) => ({ ...NOTHING, hasAmount, unclear: why && unclear(why) });
  if (columns.isUnreadable) return nothing('unreadable');
  const sources = [columns.read, printed, ingredients].filter((one) => one !== null);
  const settled = sources
    .map((source) => settleUnit(source, cells))
    .filter(isPossible)
    .toSorted((one, other) => certainty(other) - certainty(one));
  const [best] = settled;
  if (!best) return sources.length > 0 ? nothing('unreadable') : { ...nothing(null), isUnread: isSaid(cells) };
  if (settled.some((other) => contradicts(best, other))) return nothing('contradiction');
  const number = (part: Part | null) => (part === null ? null : Number(part.value * best.factor) / 10_000);
  return {
    thc: number(best.thc),
    cbd: number(best.cbd),
    thcBound: best.thc?.bound ?? 'exact',
    cbdBound: best.cbd?.bound ?? 'exact',
    strengthUnit: best.settledUnit,
    printed: best,
    hasAmount: hasAmount || best.settledUnit !== null,
    unclear: best.settledUnit === null ? unclear('unit') : null,
    isUnread: false,
  };
}

const NOTHING = {
  thc: null,
  cbd: null,
  thcBound: 'exact',
  cbdBound: 'exact',
  strengthUnit: null,
  printed: null,
  isUnread: false,
} as const;

const unclear = (why: Why) => ({ code: 'strength_unclear', why }) as const;

function isSaid({ strength, ingredients }: StrengthCells): boolean {
  return !isPlaceholder(strength ?? '') || !isPlaceholder(ingredients ?? '');
}

function ofText(text: string | null, unit: PrintedUnit | null): PrintedStrength | null {
  const read = text === null ? null : readStrength(text);
  return read && { ...read, unit: read.unit ?? unit };
}

function ofColumns({ thc, cbd, units }: StrengthCells) {
  const said = { thc: !isPlaceholder(thc ?? ''), cbd: !isPlaceholder(cbd ?? '') };
  const parts = {
    thc: said.thc ? readPart(thc ?? '', 'thc') : null,
    cbd: said.cbd ? readPart(cbd ?? '', 'cbd') : null,
  };
  const [unit = null, ...otherUnits] = new Set(
    [parts.thc && (parts.thc.unit ?? units.thc), parts.cbd && (parts.cbd.unit ?? units.cbd)].filter(
      (one) => one !== null,
    ),
  );
  const isUnreadable = (said.thc && parts.thc === null) || (said.cbd && parts.cbd === null) || otherUnits.length > 0;
  const isNothing = parts.thc === null && parts.cbd === null;
  const read: PrintedStrength | null =
    isUnreadable || isNothing ? null : { thc: parts.thc, cbd: parts.cbd, others: [], unit, isShorthand: false };
  return { read, isUnreadable, hasAmount: !isNothing && unit !== null };
}

interface Settled extends PrintedStrength {
  readonly settledUnit: StrengthUnit | null;
  /** From what is printed to `settledUnit`: 1 % is 10 mg/g. */
  readonly factor: bigint;
}

function settleUnit(read: PrintedStrength, { form, packUnit }: StrengthCells): Settled {
  // On the label of a herb `T22` is 22 %; of other forms nothing of the kind is agreed.
  const unit = read.unit ?? (read.isShorthand && form === 'dried_herb' ? '%' : null);
  const settled = (settledUnit: StrengthUnit | null, factor = 1n): Settled => ({ ...read, settledUnit, factor });
  if (unit === '%') return settled('mg/g', 10n);
  if (unit === '% w/v') return settled('mg/mL', 10n);
  if (unit !== 'mg') return settled(unit);
  const isPiece = isCounted(form) || form === 'spray' || ((form === null || form === 'other') && packUnit === 'unit');
  return settled(isPiece ? 'mg/unit' : null);
}

/** A gram holds no more than a gram, with what labels round. */
function isPossible({ thc, cbd, settledUnit, factor }: Settled): boolean {
  const total = ((thc?.value ?? 0n) + (cbd?.value ?? 0n)) * factor;
  return settledUnit !== 'mg/g' || total <= MOST_PER_GRAM;
}

/** What says more comes first: both cannabinoids, then a unit. */
function certainty({ thc, cbd, settledUnit }: Settled): number {
  return (thc && cbd ? 2 : 0) + (settledUnit === null ? 0 : 1);
}

function contradicts(one: Settled, other: Settled): boolean {
  if (one.settledUnit !== null && other.settledUnit !== null && one.settledUnit !== other.settledUnit) return true;
  const isSameUnit = one.settledUnit === other.settledUnit;
  const differ = (a: Part | null, b: Part | null) => {
    if (a === null || b === null || a.bound !== 'exact' || b.bound !== 'exact') return false;
    return isSameUnit ? a.value * one.factor !== b.value * other.factor : a.value !== b.value;
  };
  return differ(one.thc, other.thc) || differ(one.cbd, other.cbd);
}
