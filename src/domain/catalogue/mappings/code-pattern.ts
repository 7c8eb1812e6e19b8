const LONGEST_PATTERN = 200;
/** A longer text is no code, and is not compared: a pattern with several stars takes its time with long texts. */
const LONGEST_CODE = 64;
const MOST_QUANTIFIERS = 4;

/**
 * Whether a pattern of codes can be used: a regular expression without look-around, back references and repeated groups, with at
 * most four repetitions. Others can keep a worker busy for hours with one code.
 */
export function isCodePattern(pattern: string): boolean {
  const plain = pattern.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  const isDangerous = /\\[1-9k]/.test(pattern) || /\(\?(?!:)/.test(plain) || /\)[*+{]/.test(plain);
  const repetitions = plain.match(/[*+]|\{\d+,\d*\}/g) ?? [];
  if (pattern.length > LONGEST_PATTERN || isDangerous || repetitions.length > MOST_QUANTIFIERS) return false;
  try {
    compiled(pattern);
    return true;
  } catch {
    // The engine's own words about a pattern that it cannot read are no help to who wrote it.
    return false;
  }
}

/** A test of codes, upper and lower case alike. `pattern` is one that `isCodePattern` accepts. */
export function codeTest(pattern: string): (code: string) => boolean {
  const expression = compiled(pattern);
  return (code) => code.length <= LONGEST_CODE && expression.test(code);
}

/** `\-` is a dash in every regular expression but those of Unicode. */
function compiled(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll('\\-', '\\x2d'), 'iu');
}
