/** The letter of a PBS item code by its number. */
const PBS_LETTERS = 'BCDEFGHJKLMNPQRTWXY';
const ATC = /^[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?$/;

/** A PBS item code as it is shown, `1215Y`; null unless it has two to five digits and the letter that belongs to them. */
export function readPbsCode(typed: string): string | null {
  const [, digits = '', letter = ''] = /^0*([1-9]\d{1,4})([A-Z])$/.exec(typed.trim().toUpperCase()) ?? [];
  if (digits === '' || PBS_LETTERS[Number(digits) % PBS_LETTERS.length] !== letter) return null;
  return `${digits}${letter}`;
}

/** A code of the Anatomical Therapeutic Chemical classification, of whatever level; null for what has not its form. */
export function readAtcCode(typed: string): string | null {
  const code = typed.trim().toUpperCase();
  return ATC.test(code) ? code : null;
}
