const ODD_BLANKS = /[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff\u00ad]/g;
/** Marks that lead to notes below the list: `46.33*`, `Oil ¹`, `Oil [1] [2]`. */
const FOOTNOTE = /(?<=\S)(?:\s?(?:[*†‡§¹²³⁴-⁹]|\[[a-z0-9]\]))+$/iu;
/** Raised digits and fractions, which are no digits: `S8²` is not schedule 82, and `²` not schedule 2. */
const RAISED = /[¹²³⁰⁴-⁹¼-¾⅐-⅞]/gu;
/** Most cells have nothing to clean. */
const CLEAN = /^[!-~]+(?: [!-~]+)*(?<![*\]])$/;
/** What lists write where nothing is to be said. */
const PLACEHOLDER =
  /^(?:n\/?a|n\.a\.?|not applicable|[-–—_.?]+|tb[acd]|to be (?:confirmed|advised|determined|announced)|nil|none|null|not stated|unknown)\.?$/i;
/** Errors of Excel as a CSV holds them, where no mark says that they are errors. */
const ERROR = /^#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|BUSY!|GETTING_DATA)$/i;

/** A cell's text without what nobody sees, in one line and without marks of footnotes. */
export function cleanText(text: string): string {
  if (CLEAN.test(text)) return text;
  return text.replaceAll(INVISIBLE, '').replaceAll(ODD_BLANKS, ' ').trim().replace(FOOTNOTE, '');
}

/** Whether a text says that there is nothing to say. */
export function isPlaceholder(text: string): boolean {
  return text === '' || PLACEHOLDER.test(text);
}

/** Whether a text is an error of Excel, such as `#REF!`. */
export function isErrorText(text: string): boolean {
  return text.startsWith('#') && ERROR.test(text.trim());
}

/** A word or phrase as it is compared: small letters and digits, one blank between words. */
export function foldText(text: string): string {
  return text
    .replaceAll(RAISED, ' ')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}%+]+/gu, ' ')
    .trim();
}
