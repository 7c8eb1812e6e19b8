import { rowsXml, workbookOf } from './workbook.js';
import { zipOf } from './zip.js';

const MB = 1024 * 1024;
const HEADINGS = ['product_code', 'product_name', 'strength', 'price'];
const GOOD = [HEADINGS, ['P-1', 'Ember', 'THC 22 %', '10.00']];
const text = (content: string) => new Uint8Array(Buffer.from(content));
const inlineCell = (content: string) => `<c t="inlineStr"><is><t>${content}</t></is></c>`;
const sheetOf = (inside: string, more: Parameters<typeof workbookOf>[1] = {}) =>
  workbookOf([{ name: 'List', inside }], more);
const good = () => sheetOf(rowsXml(GOOD));
const repeatedRows = (cells: string, count: number) => `<sheetData>${`<row>${cells}</row>`.repeat(count)}</sheetData>`;

/** Where the directory of a ZIP file says how large the sheet is. */
function claimSheetSize(bytes: Uint8Array, size: number): Uint8Array {
  const at = Buffer.from(bytes.buffer).lastIndexOf('xl/worksheets/sheet0.xml') - 46;
  new DataView(bytes.buffer).setUint32(at + 24, size, true);
  return bytes;
}

function compoundFile(stream: string): Uint8Array {
  const header = Buffer.from('d0cf11e0a1b11ae1', 'hex');
  return new Uint8Array(Buffer.concat([header, Buffer.alloc(4_096), Buffer.from(stream, 'utf16le')]));
}

/** Texts that a few kilobytes hold once, and that half a million cells refer to. */
function sharedTextBomb(): Uint8Array {
  const shared = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>${'y'.repeat(32_000)}</t></si></sst>`;
  const cells = '<c t="s"><v>0</v></c>'.repeat(10);
  const inside = rowsXml(GOOD).replace('</sheetData>', `${`<row>${cells}</row>`.repeat(49_000)}</sheetData>`);
  return sheetOf(inside, {
    others: [{ name: 'xl/sharedStrings.xml', content: shared }],
    links: [{ type: 'sharedStrings', target: 'sharedStrings.xml' }],
  });
}

function mergedTextBomb(): Uint8Array {
  const cells = `${inlineCell('P-1')}${inlineCell('y'.repeat(32_000))}`;
  const rows = `<row>${cells}</row>${`<row>${inlineCell('P')}</row>`.repeat(48_000)}`;
  const inside = rowsXml([HEADINGS]).replace('</sheetData>', `${rows}</sheetData>`);
  return sheetOf(`${inside}<mergeCells count="1"><mergeCell ref="B2:B48001"/></mergeCells>`);
}

function entityBomb(): Uint8Array {
  const levels = Array.from({ length: 9 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`);
  const doctype = `<!DOCTYPE x [<!ENTITY e0 "boom"><!ENTITY file SYSTEM "file:///etc/passwd">${levels.join('')}]>`;
  const row = `<row>${inlineCell('&e9;')}${inlineCell('&file;')}${inlineCell('THC 22 %')}${inlineCell('&e9;')}</row>`;
  const inside = rowsXml([HEADINGS]).replace('</sheetData>', `${row}</sheetData>`);
  return workbookOf([{ name: 'List', doctype, inside }]);
}

/** A file that somebody sends to do harm, or by mistake, and in which failures its reading may end. */
export interface HostileFile {
  readonly name: string;
  readonly make: () => Uint8Array;
  readonly codes: readonly string[];
}

/** Each kind of file that a reader of spreadsheets has fallen over. They are made when they are needed: some are large. */
export const HOSTILE_FILES: readonly HostileFile[] = [
  {
    name: 'a bomb: 201 MB of blanks in 200 kB',
    make: () => sheetOf('', { others: [{ name: 'xl/media/image1.png', content: new Uint8Array(201 * MB) }] }),
    codes: ['file_too_large'],
  },
  {
    name: 'a bomb within the limits: 90 MB of blanks in a cell',
    make: () => sheetOf(rowsXml([HEADINGS, ['P-1', ' '.repeat(90 * MB), 'THC 22 %', '10.00']])),
    codes: ['file_too_large'],
  },
  {
    name: 'four million cells in rows that are few enough',
    make: () => sheetOf(repeatedRows('<c><v>1</v></c>'.repeat(100), 40_000)),
    codes: ['file_too_large'],
  },
  { name: 'a text of 32 kB in half a million cells', make: sharedTextBomb, codes: ['file_too_large'] },
  { name: 'a text of 32 kB that is merged over 49,000 rows', make: mergedTextBomb, codes: ['file_too_large'] },
  {
    name: 'sizes that lie: 80 MB where the directory says 1 kB',
    make: () => claimSheetSize(sheetOf(`<sheetData/>${' '.repeat(80 * MB)}`), 1_024),
    codes: ['file_damaged', 'file_too_large'],
  },
  { name: 'entities that multiply, and one of another file', make: entityBomb, codes: ['no_products'] },
  { name: 'a workbook with a password', make: () => compoundFile('EncryptedPackage'), codes: ['file_encrypted'] },
  { name: 'a cut workbook', make: () => good().slice(0, 700), codes: ['file_damaged'] },
  { name: 'an .xls that was renamed', make: () => compoundFile('Workbook'), codes: ['file_type'] },
  { name: 'a PDF that was renamed', make: () => text('%PDF-1.7\n1 0 obj'), codes: ['file_type'] },
  { name: 'a page of the web that was renamed', make: () => text('<html><table><tr><td>1'), codes: ['file_type'] },
  {
    name: 'a document that was renamed',
    make: () => zipOf([{ name: 'word/document.xml', content: '<w/>' }]),
    codes: ['file_type'],
  },
  {
    name: '200 sheets',
    make: () => workbookOf(Array.from({ length: 200 }, (_, at) => ({ name: `List ${at}`, inside: rowsXml(GOOD) }))),
    codes: ['too_many_sheets'],
  },
  {
    name: '50,001 rows',
    make: () => sheetOf(repeatedRows(inlineCell('1').repeat(4), 50_001)),
    codes: ['too_many_rows'],
  },
  {
    name: '50,001 rows of CSV',
    make: () => text(`${HEADINGS.join(',')}\n${'P,Ember,THC 22 %,10.00\n'.repeat(50_000)}`),
    codes: ['too_many_rows'],
  },
  { name: '10 million rows of CSV', make: () => text('a\n'.repeat(10 * MB)), codes: ['too_many_rows'] },
  {
    name: '20 million cells in a row of CSV',
    make: () => text(`${HEADINGS.join(',')}\n${','.repeat(20 * MB)}`),
    codes: ['no_products'],
  },
  {
    name: 'a quote of CSV that never ends',
    make: () => text(`a,b\n"${'x\n'.repeat(9 * MB)}`),
    codes: ['file_damaged'],
  },
];
