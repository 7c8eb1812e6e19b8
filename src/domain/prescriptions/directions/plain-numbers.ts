const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  eighteen: 18,
  twenty: 20,
  'twenty-one': 21,
  'twenty-four': 24,
  'twenty-eight': 28,
  thirty: 30,
  'thirty-six': 36,
  forty: 40,
  'forty-eight': 48,
  sixty: 60,
  'seventy-two': 72,
};
const WORDS = Object.keys(NUMBERS).sort((one, other) => other.length - one.length);

/** A number in figures, as `inFigures` leaves it. */
export const NUMBER = String.raw`\d+(?:\.\d+)?`;
/** One number, or two that make a range: `1-2`, `4 to 6`, `1 or 2`. */
export const RANGE = `(${NUMBER})(?: ?(?:-|to|or) ?(${NUMBER}))?`;

/**
 * Directions in lower case with every number in figures: `one and a half tablets` is `1.5 tablets`, `1,000 mg` is `1000 mg`, and
 * `two (2)` is `2`. What is not known as a number stays as it is.
 */
export function inFigures(directions: string): string {
  let text = directions
    .toLowerCase()
    .replaceAll(/[‐-―−]/g, '-')
    .replaceAll(/’/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim();
  for (const word of WORDS)
    text = text.replaceAll(new RegExp(`(?<![a-z-])${word}(?![a-z]|-[a-z])`, 'g'), String(NUMBERS[word]));
  return text
    .replaceAll(/\btwice\b/g, '2 times')
    .replaceAll(/\bthrice\b/g, '3 times')
    .replaceAll(
      /(\d)(?=(?:,\d{3})+(?!\d))((?:,\d{3})+)/g,
      (_all, first: string, rest: string) => first + rest.replaceAll(',', ''),
    )
    .replaceAll(/\b(\d+) and (?:a|1) half\b/g, '$1.5')
    .replaceAll(/\b(?:a half|half)(?: of)?(?: an?| 1)? (?=[a-z])/g, '0.5 ')
    .replaceAll(/\b(?:a|1) quarter(?: of)?(?: an?| 1)? (?=[a-z])/g, '0.25 ')
    .replaceAll(new RegExp(String.raw`\b(${NUMBER}) \(\1\)`, 'g'), '$1');
}
