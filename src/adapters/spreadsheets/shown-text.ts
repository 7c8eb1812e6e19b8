/** Blanks that are none to a computer, and characters that nobody sees. */
const ODD_BLANKS = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff\u00ad]/g;

/** A cell's text as it reads: without blanks around it, and without what is not seen. */
export function readable(text: string): string {
  return text.replaceAll(ODD_BLANKS, ' ').replaceAll(INVISIBLE, '').replaceAll(/\r\n?/g, '\n').trim();
}
