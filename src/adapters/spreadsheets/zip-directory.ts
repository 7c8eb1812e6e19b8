import { SpreadsheetRefused } from './port.js';

export interface ZipEntry {
  readonly name: string;
  /** As the directory says; a part that unpacks to more is refused when it is unpacked. */
  readonly size: number;
}

const MB = 1024 * 1024;
const MOST_UNPACKED = 200 * MB;
const MOST_OF_A_SHEET = 100 * MB;
const MOST_SHEETS = 50;
const MOST_ENTRIES = 5_000;

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const IS_SHEET = /^xl\/worksheets\/[^/]+\.xml$/i;
const IS_ENCRYPTED = 1;

/**
 * The directory at the end of a ZIP file, looked at before anything is unpacked: a few kilobytes may claim, and be, gigabytes.
 * @throws SpreadsheetRefused file_damaged, file_encrypted, file_too_large, too_many_sheets
 */
export function readZipDirectory(file: Buffer): readonly ZipEntry[] {
  const end = findEnd(file);
  const count = file.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) throw new SpreadsheetRefused('file_too_large');
  const entries: ZipEntry[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > file.length || file.readUInt32LE(at) !== ENTRY) throw new SpreadsheetRefused('file_damaged');
    if (file.readUInt16LE(at + 8) & IS_ENCRYPTED) throw new SpreadsheetRefused('file_encrypted');
    const nameLength = file.readUInt16LE(at + 28);
    const name = file.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength);
    // A part of 4 GB or more has all bits set here and its size elsewhere: larger than anything that is read.
    entries.push({ name, size: file.readUInt32LE(at + 24) });
    at += ENTRY_BYTES + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  assertSizes(entries);
  return entries;
}

function findEnd(file: Buffer): number {
  const first = Math.max(0, file.length - END_BYTES - LONGEST_COMMENT);
  for (let at = file.length - END_BYTES; at >= first; at -= 1) if (file.readUInt32LE(at) === END) return at;
  throw new SpreadsheetRefused('file_damaged');
}

function assertSizes(entries: readonly ZipEntry[]): void {
  const sheets = entries.filter(({ name }) => IS_SHEET.test(name));
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
  if (unpacked > MOST_UNPACKED || sheets.some(({ size }) => size > MOST_OF_A_SHEET)) {
    throw new SpreadsheetRefused('file_too_large');
  }
  if (sheets.length > MOST_SHEETS) throw new SpreadsheetRefused('too_many_sheets');
}
