/** Excel's format of text: what a person types into the cell stays as it is, so that `00124` is no number and `1-3` no date. */
export const TEXT_FORMAT = '@';
/** Excel refuses a file with a longer text in a cell. */
const LONGEST_TEXT = 32_767;
/** What XML cannot hold, whatever escapes it. */
const NO_CHARACTER = /[\ufffe\uffff]/g;

/** A text as a workbook has it. `_x0041_` in a file is the character with this number: where it is meant as it stands, its first underscore is written by number. */
export function writtenText(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .replaceAll(NO_CHARACTER, '')
    .replaceAll(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
}
