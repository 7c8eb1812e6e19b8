import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SpreadsheetRefused } from '../../../src/adapters/spreadsheets/port.js';
import { readFile } from '../../../src/adapters/spreadsheets/read-file.js';

const encoded = (text: string) => new TextEncoder().encode(text);
const read = async (bytes: Uint8Array, maxRows = 100) => {
  const { sheets } = await readFile(bytes, maxRows);
  return (sheets[0]?.rows ?? []).map(({ row, cells }) => [row, ...cells]);
};
const refusal =
  (code: string, details: object = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof SpreadsheetRefused);
    assert.deepEqual([error.code, error.details], [code, details]);
    return true;
  };

describe('a CSV file', () => {
  for (const [name, text] of [
    ['commas', 'code,name\n1,a\n'],
    ['semicolons', 'code;name\n1;a\n'],
    ['tabs', 'code\tname\r\n1\ta'],
    ['bars', 'code|name\n1|a\n'],
    ['carriage returns', 'code,name\r1,a\r'],
    ['a sep= line, which is no row', 'sep=;\r\ncode;name\r\n1;a\r\n'],
    ['quotes', '"code","name"\n"1","a"\n'],
  ] as const) {
    it(`is read with ${name}`, async () => {
      assert.deepEqual(await read(encoded(text)), [
        [1, 'code', 'name'],
        [2, '1', 'a'],
      ]);
    });
  }

  it('has separators, quotes and line breaks inside quotes, and rows are counted as Excel counts them', async () => {
    const text = 'code,name\n"1,5","say ""a""\nand b"\n\n2,c\n';
    assert.deepEqual(await read(encoded(text)), [
      [1, 'code', 'name'],
      [2, '1,5', 'say "a"\nand b'],
      [4, '2', 'c'],
    ]);
  });

  it('keeps the separator that divides its lines, not the one that stands in a text', async () => {
    const text = 'code;name\n1;"a, b, c, d"\n2;x, y\n';
    assert.deepEqual((await read(encoded(text)))[2], [3, '2', 'x, y']);
  });

  it('gives what Excel shows of ="00123", and takes off the apostrophe before a formula', async () => {
    const text = 'a,b,c,d\n="00123","=""00456""",\'=1+1,\'tis\n';
    assert.deepEqual((await read(encoded(text)))[1], [2, '00123', '00456', '=1+1', "'tis"]);
  });

  it('cleans blanks that nobody sees', async () => {
    assert.deepEqual((await read(encoded('a,b\n\u00a0x\u200b , y\n')))[1], [2, 'x', 'y']);
  });

  it('has nothing in its texts that no text can hold', async () => {
    assert.deepEqual((await read(encoded('a,b\n\u0001x\u001f,="\u007fy"\n')))[1], [2, 'x', 'y']);
    const lone = Buffer.from('\ufeffa,b\n\ud83d,x\ude00\n', 'utf16le');
    assert.deepEqual((await read(new Uint8Array(lone)))[1], [2, '\ufffd', 'x\ufffd']);
    const bytes = Buffer.concat([Buffer.from('a,b\n'), Buffer.from([0xed, 0xa0, 0xbd]), Buffer.from(',x\n')]);
    assert.doesNotMatch(JSON.stringify(await read(new Uint8Array(bytes))), /\p{Cs}|\\ud[89a-f]/iu);
    await assert.rejects(read(encoded('a,b\n\0,x\n')), refusal('file_type', { detected: 'unknown' }));
  });

  it('is no ZIP file because its first letters are PK', async () => {
    for (const text of ['PK,price\n1,2\n', 'PKU-1;2\n', 'PK\n', 'PK'])
      assert.equal((await readFile(encoded(text), 100)).format, 'csv', text);
  });

  it('says where a quote begins that is never closed, and loses no row to it', async () => {
    await assert.rejects(read(encoded('a,b\n1,x\n2,"y\n3,z\n')), refusal('file_damaged', { row: 3 }));
    await assert.rejects(read(encoded('a,b\n1,"x\n2,"y"\n')), refusal('file_damaged', { row: 2 }));
  });

  it('is refused with more rows than allowed, empty, and with nothing but blanks', async () => {
    await assert.rejects(read(encoded('a\nb\nc\n'), 2), refusal('too_many_rows', { limit: 2 }));
    await assert.rejects(read(encoded('')), refusal('file_empty'));
    await assert.rejects(read(encoded('\n , \n')), refusal('file_empty'));
  });
});

describe('the encoding of a CSV file', () => {
  const text = 'name,price\nMénière – “x”,€5\n';
  const expected = [
    [1, 'name', 'price'],
    [2, 'Ménière – “x”', '€5'],
  ];
  const utf16 = (mark: string) => Buffer.from(mark + text, 'utf16le');

  for (const [name, bytes] of [
    ['UTF-8', encoded(text)],
    ['UTF-8 with a mark', encoded(`\ufeff${text}`)],
    ['UTF-16 with a mark', utf16('\ufeff')],
    ['UTF-16, big end first', utf16('\ufeff').swap16()],
    ['UTF-16 without a mark', Buffer.from('name,price\nx,5\n'.repeat(3), 'utf16le')],
  ] as const) {
    it(`is found out: ${name}`, async () => {
      const rows = await read(new Uint8Array(bytes));
      if (name.endsWith('without a mark')) assert.deepEqual(rows[1], [2, 'x', '5']);
      else assert.deepEqual(rows, expected);
    });
  }

  it('is that of Windows where a byte is not UTF-8, with its dashes, quotes and euro signs', async () => {
    const windows = Buffer.from('name,price\nM\xe9ni\xe8re \x96 \x93x\x94,\x805\n', 'latin1');
    assert.deepEqual(await read(new Uint8Array(windows)), expected);
  });
});

describe('a file that is no table', () => {
  const compound = (stream: string) =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(stream, 'utf16le')]);

  for (const [name, bytes, code, detected] of [
    ['an old .xls', compound('Workbook'), 'file_type', 'xls'],
    ['a workbook with a password', compound('EncryptedPackage'), 'file_encrypted', undefined],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'file_type', 'pdf'],
    ['a web page', Buffer.from('\ufeff<!DOCTYPE html><table>'), 'file_type', 'html'],
    ['XML', Buffer.from('<?xml version="1.0"?><a/>'), 'file_type', 'xml'],
    ['the beginning of a ZIP file', Buffer.from('PK\x03\x04cut'), 'file_damaged', undefined],
    ['a ZIP file of several parts', Buffer.from('PK\x07\x08cut'), 'file_damaged', undefined],
    ['an empty ZIP file', Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`), 'file_type', 'zip'],
    ['bytes', Buffer.from([1, 2, 0, 0, 0, 7, 0, 9]), 'file_type', 'unknown'],
  ] as const) {
    it(`is refused for what it is: ${name}`, async () => {
      await assert.rejects(read(new Uint8Array(bytes)), refusal(code, detected ? { detected } : {}));
    });
  }
});
