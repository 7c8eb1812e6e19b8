import type { DetectedType } from '../../domain/spreadsheet-failures.js';
import { SpreadsheetRefused } from './port.js';
import { readZipDirectory, type ZipEntry } from './zip-directory.js';

const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** Of a part, of the directory of a file without parts, and of a file in several pieces; a price list may begin with `PK`, too. */
const ZIP = [Buffer.from('PK\x03\x04'), Buffer.from('PK\x05\x06'), Buffer.from('PK\x07\x08')];
/** Names of streams in a compound file are UTF-16. */
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le');
/** Enough to tell markup and documents apart from a table. */
const HEAD_BYTES = 1_024;

/** What a file is by its content; its name says nothing. @throws SpreadsheetRefused for everything but CSV and XLSX */
export function detectFormat(bytes: Uint8Array): { readonly format: 'csv' } | XlsxFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length === 0) throw new SpreadsheetRefused('file_empty');
  if (COMPOUND.every((byte, at) => file[at] === byte)) {
    // Excel wraps a workbook with a password in the same container that .xls is.
    if (file.includes(ENCRYPTED_STREAM)) throw new SpreadsheetRefused('file_encrypted');
    throw otherType('xls');
  }
  if (ZIP.some((mark) => file.subarray(0, mark.length).equals(mark))) return zipFile(file);
  const detected = documentType(file);
  if (detected) throw otherType(detected);
  return { format: 'csv' };
}

export interface XlsxFile {
  readonly format: 'xlsx';
  readonly entries: readonly ZipEntry[];
}

function zipFile(file: Buffer): XlsxFile {
  const entries = readZipDirectory(file);
  const has = (path: RegExp) => entries.some(({ name }) => path.test(name));
  if (has(/^xl\/.*\.bin$/) && !has(/^xl\/.*workbook.*\.xml$/i)) throw otherType('xlsb');
  if (has(/^word\//)) throw otherType('docx');
  if (has(/^content\.xml$/)) throw otherType('ods');
  if (!has(/^\[Content_Types\]\.xml$/)) throw otherType('zip');
  return { format: 'xlsx', entries };
}

function documentType(file: Buffer): DetectedType | null {
  const head = file
    .subarray(0, HEAD_BYTES)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (head.startsWith('%PDF')) return 'pdf';
  if (/^<(!doctype html|html|table|head|body)/i.test(head)) return 'html';
  if (head.startsWith('<?xml') || head.startsWith('<Workbook')) return 'xml';
  return head.startsWith('{\\rtf') ? 'unknown' : null;
}

function otherType(detected: DetectedType): SpreadsheetRefused {
  return new SpreadsheetRefused('file_type', { detected });
}
