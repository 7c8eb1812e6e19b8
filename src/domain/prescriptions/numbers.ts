/** `RX2026000123`: the year of the clinic's calendar and the number within it, of the whole installation. */
export function prescriptionNumber(year: number, ordinal: number): string {
  return `RX${year}${String(ordinal).padStart(6, '0')}`;
}

/** Crockford's base32: no letter that is taken for a digit, and none for another one. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 10;

/** Bytes from which a code is made: 50 of their bits. */
export const CODE_BYTES = CODE_LENGTH;

/** A verification code of 50 bits, from as many random bytes as it has characters. */
export function codeOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, CODE_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** As it is printed, in two halves: `7K3MP-QW9TZ`. */
export function printedCode(code: string): string {
  return `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;
}

/**
 * A code as somebody typed it, in either case, with dashes and blanks, and with letters that look like digits (`O`, `I`, `L`). Null for
 * what cannot be one.
 */
export function readCode(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return code.length === CODE_LENGTH && [...code].every((sign) => ALPHABET.includes(sign)) ? code : null;
}

/** A number as somebody typed it, in either case; null for what cannot be one. */
export function readNumber(typed: string): string | null {
  const number = typed.trim().toUpperCase();
  return /^RX\d{4}\d{6,9}$/.test(number) ? number : null;
}
