/** Blanks that are none to a computer, and characters that nobody sees. */
const ODD_BLANKS = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff\u00ad\ufffe\uffff]|(?!\s)\p{Cc}/gu;
/** One half of a character that is written in two. */
const HALF = /\p{Cs}/gu;
const UNKNOWN = '\ufffd';

/**
 * A cell's text as it reads: without blanks around it, and without what is not seen. `_x0000_` and `_xD83D_` in a workbook are a zero and
 * half a character, which PostgreSQL refuses: neither stays.
 */
export function readable(text: string): string {
  return text
    .replaceAll(ODD_BLANKS, ' ')
    .replaceAll(INVISIBLE, '')
    .replaceAll(HALF, UNKNOWN)
    .replaceAll(/\r\n?/g, '\n')
    .trim();
}

/** The name of a sheet as it reads; one without anything to read is still a name. */
export function readableName(name: string): string {
  return readable(name) || UNKNOWN;
}
