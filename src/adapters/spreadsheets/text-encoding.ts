import { SpreadsheetRefused } from './port.js';

/**
 * What Windows-1252 has at 0x80 to 0x9F. Node 20's TextDecoder leaves control characters there, so that dashes, curly quotes and
 * the euro sign would be lost. Five places are not used.
 */
const WINDOWS_1252 = '€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ';
const FIRST_OF_TABLE = 0x80;
/** Bytes from which a text without a mark shows whether it is UTF-16. */
const SAMPLE_BYTES = 4_000;

/**
 * A text in the encoding that its first bytes say, else UTF-8 where all of it is, else Windows-1252, in which Excel still writes CSV.
 * @throws SpreadsheetRefused for bytes that are no text
 */
export function decodeText(bytes: Uint8Array): string {
  const text = decoded(bytes);
  if (text.includes('\0')) throw new SpreadsheetRefused('file_type', { detected: 'unknown' });
  return text;
}

function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const order = utf16WithoutMark(bytes);
  if (order) return new TextDecoder(order).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Some byte is not UTF-8: it was written in the encoding of Windows.
    return decodeWindows1252(bytes);
  }
}

function decodeWindows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replaceAll(/[\u0080-\u009f]/g, (one) => WINDOWS_1252.charAt(one.charCodeAt(0) - FIRST_OF_TABLE));
}

/** Of text in European languages nearly every second byte is 0 then: always the second or always the first of a pair. */
function utf16WithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros = [0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = sample.length / 2 / 2;
  if (odd > many && even === 0) return 'utf-16le';
  return even > many && odd === 0 ? 'utf-16be' : null;
}
