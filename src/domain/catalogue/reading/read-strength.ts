import type { Bound } from '../product.js';
import {
  type Cannabinoid,
  type PrintedAmount,
  type PrintedName,
  type PrintedUnit,
  strengthTokens,
} from './strength-tokens.js';

/** One cannabinoid's amount as it is printed, in ten-thousandths of the strength's unit. */
export interface Part {
  readonly value: bigint;
  readonly bound: Bound;
}

export interface PrintedStrength {
  /** Null where the text does not name it. */
  readonly thc: Part | null;
  readonly cbd: Part | null;
  /** What further cannabinoids are printed: they count in the share of CBD. */
  readonly others: readonly Part[];
  /** Null where none is printed. */
  readonly unit: PrintedUnit | null;
  /** `T22:C1`: labels leave the unit out. */
  readonly isShorthand: boolean;
}

interface Named extends Part {
  readonly name: Cannabinoid;
}

/** THC weighs 0.877 of the acid that becomes it, and so does CBD. */
const OF_ACID = 877n;

/**
 * THC and CBD of a printed strength: `THC 10 mg/mL : CBD 15 mg/mL`, `T22`, `THC 22 % CBD < 1 %`, `10 mg/mL THC`. Null where it
 * can be read in two ways: a range, a bare ratio, two amounts of one name, different units.
 */
export function readStrength(text: string): PrintedStrength | null {
  const tokens = strengthTokens(text);
  if (tokens === null) return null;
  const kinds = tokens.map(({ kind }) => kind.charAt(0)).join('');
  const names = tokens.filter((token): token is PrintedName => token.kind === 'name');
  const amounts = tokens.filter((token): token is PrintedAmount => token.kind === 'amount');
  const [unit, ...otherUnits] = new Set(amounts.map((amount) => amount.unit).filter((one) => one !== null));
  if (otherUnits.length > 0) return null;
  // `THC:CBD 1:20` is a ratio, not a strength.
  const isPaired = kinds === 'nnaa' && unit !== undefined;
  if (!isPaired && !/^(?:(?:na)+|(?:an)+)$/.test(kinds)) return null;
  if (unit === '%' && amounts.reduce((sum, { value }) => sum + value, 0n) > 101n * 10_000n) return null;
  const named = names.map(
    ({ name }, at): Named => ({ name, value: amounts[at]?.value ?? 0n, bound: amounts[at]?.bound ?? 'exact' }),
  );
  const thc = partOf(named, ['thc', 'thca', 'total thc']);
  const cbd = partOf(named, ['cbd', 'cbda', 'total cbd']);
  if (thc === undefined || cbd === undefined) return null;
  const others = named.filter(({ name }) => name === 'other');
  return { thc, cbd, others, unit: unit ?? null, isShorthand: names.some(({ isShorthand }) => isShorthand) };
}

/** One amount, alone or with the name of its column's cannabinoid; null where it is not readable in one way. */
export function readPart(
  text: string,
  cannabinoid: 'thc' | 'cbd',
): (Part & { readonly unit: PrintedUnit | null }) | null {
  const tokens = strengthTokens(text);
  if (tokens === null) return null;
  const names = tokens.filter(({ kind }) => kind === 'name');
  const [amount, ...others] = tokens.filter((token): token is PrintedAmount => token.kind === 'amount');
  const isOther = names.some((token) => token.kind === 'name' && !token.name.endsWith(cannabinoid));
  if (!amount || others.length > 0 || names.length > 1 || isOther) return null;
  if (amount.unit === '%' && amount.value > 100n * 10_000n) return null;
  return { value: amount.value, bound: amount.bound, unit: amount.unit };
}

/** Null: it is not printed. Undefined: it cannot be known from what is. */
function partOf(named: readonly Named[], [own, acid, total]: readonly Cannabinoid[]): Part | null | undefined {
  const all = (wanted: Cannabinoid | undefined) => named.filter(({ name }) => name === wanted);
  const [owns, acids, totals] = [all(own), all(acid), all(total)];
  if (owns.length > 1 || acids.length > 1 || totals.length > 1) return undefined;
  const [printed, printedAcid, printedTotal] = [owns[0], acids[0], totals[0]];
  if (printedTotal) return printedTotal;
  if (!printedAcid) return printed ?? null;
  if (printed?.bound !== 'exact' || printedAcid.bound !== 'exact') return undefined;
  return { value: printed.value + (printedAcid.value * OF_ACID + 500n) / 1_000n, bound: 'exact' };
}
