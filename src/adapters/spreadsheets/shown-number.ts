import { formatValue } from 'hucre';

/** Excel keeps so many digits of a number: what comes behind them is an error of binary fractions. */
const DIGITS = 15;
const SCIENTIFIC = /^[^"]*[0#]E[+-]/i;
/** What stands for itself: quoted and escaped text, the currency of `[$€-2]`; also blanks as wide as a character, and filling. */
const LITERALS = /"([^"]*)"?|\\(.?)|\[\$([^\]-]*)[^\]]*\]|[_*]./g;
/** Accounting's zero, `"-"??`: whoever reads it as empty takes a stock of none for one that nobody knows. */
const DASH = /^[^0#]*\?[^0#]*$/;
const CONDITION = /\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]/;
/** Characters that mean nothing anywhere, in place of literals. */
const FIRST_PLACE = 0xe000;
const PLACES = /[\ue000-\uf8ff]/g;

/**
 * A number as Excel shows it under a number format. hucre 1.0.0 does most of it, but it rounds binary fractions (1.005 to 1.00), takes a
 * quoted percent sign for a percent and `[$USD]` for a language, knows `General` only alone, and loses the sign of some negative numbers.
 */
export function shownNumber(value: number, format: string): string {
  // `0.00E+00` would leave three digits of a code; a number has them all.
  if (format === 'General' || SCIENTIFIC.test(format)) return plainNumber(value);
  const literals: string[] = [];
  const held = (text: string) => String.fromCharCode(FIRST_PLACE + literals.push(text) - 1);
  const bare = format.replaceAll(LITERALS, (_, quoted?: string, escaped?: string, currency?: string) => {
    const text = quoted ?? escaped ?? currency;
    return text === undefined ? '' : held(text);
  });
  const { section, shown } = sectionFor(value, bare.split(';'));
  const pattern = section.replaceAll(/General|@/gi, () => held(plainNumber(shown)));
  if (pattern === '') return '';
  const formatted = formatValue(rounded(shown, pattern), pattern);
  const text = formatted.replaceAll(PLACES, (place) => literals[place.charCodeAt(0) - FIRST_PLACE] ?? '');
  // Red alone says of some that they are negative: a price of -5 is none of 5.
  return value < 0 && /[1-9]/.test(text) && !/[-(]/.test(text) ? `-${text}` : text;
}

/** All digits of a number, without an exponent: `9.3E+12` in a code would be another code. */
function plainNumber(value: number): string {
  const exact = Number(value.toPrecision(DIGITS));
  return Math.abs(exact) < 1e21 && (exact === 0 || Math.abs(exact) >= 1e-6)
    ? String(exact)
    : exact.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 });
}

/** The section of a format that counts for a number, and what it shows: a section for negative numbers has their sign itself. */
function sectionFor(value: number, sections: readonly string[]): { readonly section: string; readonly shown: number } {
  const [first = '', second, third] = sections;
  const conditions = [first, second ?? ''].map((section) => CONDITION.exec(section));
  if (conditions.some((condition) => condition !== null)) {
    const met = conditions.findIndex((condition) => condition !== null && holds(value, condition));
    const others = conditions.every((condition) => condition !== null) ? third : second;
    const section = met >= 0 ? sections[met] : (others ?? first);
    return { section: (section ?? '').replace(CONDITION, ''), shown: value };
  }
  if (value < 0 && second !== undefined) return { section: second, shown: -value };
  if (value !== 0 || third === undefined) return { section: first, shown: value };
  return { section: DASH.test(third) ? '0' : third, shown: value };
}

function holds(value: number, [, operator, limit]: RegExpExecArray): boolean {
  const difference = value - Number(limit);
  if (difference === 0) return operator === '=' || operator === '<=' || operator === '>=';
  return operator === '<>' || operator?.startsWith(difference < 0 ? '<' : '>') === true;
}

/**
 * A number rounded to the decimals that a section shows, half away from zero, as its digits are written: 1.005 is a binary fraction
 * just below it. Dates and fractions have no decimals, and stay.
 */
function rounded(value: number, section: string): number {
  const pattern = section.replaceAll(/\[[^\]]*\]/g, '');
  if (!/[0#?]/.test(pattern) || /[a-z/]/i.test(pattern)) return value;
  const digits = pattern.replaceAll(/[^0#?.,]/g, '');
  const decimals = digits.split('.', 2)[1]?.replaceAll(',', '').length ?? 0;
  const thousands = /,*$/.exec(digits)?.[0].length ?? 0;
  const places = decimals + (pattern.includes('%') ? 2 : 0) - 3 * thousands;
  const [mantissa = '', exponent = ''] = Math.abs(value)
    .toExponential(DIGITS - 1)
    .split('e');
  const shift = Number(exponent) + places;
  // All digits are shown.
  if (shift >= DIGITS - 1) return value;
  const whole = Math.round(Number(`${mantissa}e${shift}`));
  // A sign before zeros is shown.
  return whole === 0 ? value : Math.sign(value) * Number(`${whole}e${-places}`);
}
