interface Forbidden {
  /** Finds it as a whole word, never inside another one. */
  readonly pattern: RegExp;
  /** What to write instead. */
  readonly instead: string;
}

/** A whole word, in whatever case, also directly behind a number (`10mcg`). */
const word = (source: string, flags = 'iu') =>
  new RegExp(String.raw`(?<![\p{L}\p{M}'’.-])(?:${source})(?![\p{L}\p{M}\p{N}'’])`, flags);
/** A unit: behind a number, or by itself. */
const unit = (source: string, flags = 'iu') => word(String.raw`(?<=\d ?)(?:${source})|(?<!\d)(?:${source})`, flags);
const UNITS = '(?:mg|g|mL|micrograms?|units?|tablets?|capsules?|puffs?|drops?|patch(?:es)?)';

/**
 * Spellings by which patients have been given ten times the dose, another medicine, or a dose each day instead of each week.
 * Source: ACSQHC, Recommendations for safe use of medicines terminology (2024), and the list of the Institute for Safe Medication
 * Practices, as of 2026-11-01.
 */
const FORBIDDEN: readonly Forbidden[] = [
  { pattern: /(?<![\p{L}\p{N}.])\.\d+/u, instead: 'a zero before the decimal point, such as 0.5' },
  {
    pattern: new RegExp(String.raw`(?<![\d.:])\d+\.(?:0+(?![\d.:])|\d*0+(?= ?${UNITS}(?!\p{L})))`, 'iu'),
    instead: 'no zero at the end behind a decimal point, such as 5 instead of 5.0',
  },
  { pattern: unit('[µμ]g|mcgs?|ug'), instead: 'microgram' },
  // A small u is one only behind a number; the letter alone is one when it is a capital.
  { pattern: /(?<=\d ?)u(?![\p{L}\p{N}'’-])|(?<![\p{L}\p{N}.'’-])U(?![\p{L}\p{N}.'’-])/iu, instead: 'units' },
  { pattern: unit(String.raw`i\.?u\b\.?`), instead: 'units' },
  { pattern: word(String.raw`q\.?o\.?d\b\.?`), instead: 'every second day' },
  { pattern: word(String.raw`q\.?d\b\.?`), instead: 'once daily' },
  { pattern: word(String.raw`o\.?d\b\.?`), instead: 'once daily' },
  { pattern: word(String.raw`h\.?s\b\.?`), instead: 'at bedtime' },
  { pattern: word(String.raw`s[./]?[cq]\b\.?`), instead: 'subcutaneously' },
  { pattern: unit(String.raw`c\.?c\b\.?`), instead: 'mL' },
  { pattern: /(?<![\p{L}\p{N}])x ?\d+ ?d(?![\p{L}\p{N}])/iu, instead: 'for 3 days' },
  {
    pattern: /(?<![\p{L}\p{N}./])\d+\/(?:7|52|12)(?![\p{N}/])/u,
    instead: 'the number of days, weeks or months in words',
  },
  { pattern: /\d? ?[¼-¾⅐-⅞]/u, instead: 'half, or a decimal number' },
  { pattern: word('MTX'), instead: 'methotrexate' },
  // The title "Ms" and the brand "MS Contin" are something else.
  { pattern: word('MS(?! Contin)', 'u'), instead: 'morphine sulfate, or what else it stands for, in full' },
  { pattern: word('MSO4'), instead: 'morphine sulfate' },
  { pattern: word('MgSO4'), instead: 'magnesium sulfate' },
  { pattern: word('AZT'), instead: 'the name of the medicine in full' },
];

/** Every unsafe spelling in directions, as it stands there, with what to write instead. */
export function unsafeNotation(directions: string): readonly { readonly found: string; readonly instead: string }[] {
  return FORBIDDEN.flatMap(({ pattern, instead }) => {
    const found = pattern.exec(directions)?.[0].trim();
    return found === undefined ? [] : [{ found, instead }];
  });
}
