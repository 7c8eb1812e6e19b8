import { sheetsOfCsv } from '../../domain/csv-sheets.js';
import { readCsv } from './csv.js';
import { detectFormat } from './file-type.js';
import { type OnRows, type Spreadsheet, SpreadsheetRefused } from './port.js';
import { decodeText } from './text-encoding.js';
import { readWorkbook } from './workbook.js';

/** Reads a file where it stands: for the thread that is made for it. `onRows` hears how many rows were found. @throws SpreadsheetRefused */
export async function readFile(
  bytes: Uint8Array,
  maxRows: number,
  onRows: OnRows = () => undefined,
): Promise<Spreadsheet> {
  const { format } = detectFormat(bytes);
  const sheets = format === 'xlsx' ? await readWorkbook(bytes, maxRows, onRows) : csvSheets(bytes, maxRows);
  if (sheets.every(({ rows }) => rows.length === 0)) throw new SpreadsheetRefused('file_empty');
  return { format, sheets };
}

function csvSheets(bytes: Uint8Array, maxRows: number): Spreadsheet['sheets'] {
  const records = readCsv(decodeText(bytes), maxRows);
  return sheetsOfCsv(records.map(({ row, cells }) => ({ row, cells, isHidden: false, marks: {} })));
}
