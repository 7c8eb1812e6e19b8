import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SpreadsheetRefused } from '../../../src/adapters/spreadsheets/port.js';
import { threadedReader } from '../../../src/adapters/spreadsheets/threaded-reader.js';
import { workbookOf } from '../../support/spreadsheets/workbook.js';

const csv = new TextEncoder().encode('code,name\n1,a\n');
const isRefused = (code: string) => (error: unknown) => error instanceof SpreadsheetRefused && error.code === code;
/** Takes some seconds to read. */
const long = new TextEncoder().encode('"a","b","c"\n'.repeat(600_000));

describe('the thread that reads a file', () => {
  it('gives what it has read, and leaves the bytes to whoever asked', async () => {
    const { format, sheets } = await threadedReader().read(csv, { maxRows: 10 });
    assert.deepEqual([format, sheets[0]?.rows[1]?.cells], ['csv', ['1', 'a']]);
    assert.equal(csv.length, 14);
  });

  it('hands over why a file is refused', async () => {
    const html = new TextEncoder().encode('<html>');
    const reading = threadedReader().read(html, { maxRows: 10 });
    await assert.rejects(
      reading,
      (error) => isRefused('file_type')(error) && (error as SpreadsheetRefused).details.detected === 'html',
    );
  });

  it('ends at its limit of time, and at once when nobody waits any more', async () => {
    await assert.rejects(threadedReader({ limitMs: 1 }).read(long, { maxRows: 1e6 }), isRefused('parse_timeout'));
    const ending = new AbortController();
    const reading = threadedReader().read(long, { maxRows: 1e6, signal: ending.signal });
    ending.abort(new Error('cancelled'));
    await assert.rejects(reading, /cancelled/);
  });

  it('ends alone where a file takes more memory than it may, and the process goes on', async () => {
    const cells = `<c t="inlineStr"><is><t>${'x'.repeat(40)}</t></is></c>`.repeat(20);
    const rows = Array.from({ length: 40_000 }, (_, at) => `<row r="${at + 1}">${cells}</row>`).join('');
    const bytes = workbookOf([{ name: 'A', inside: `<sheetData>${rows}</sheetData>` }]);
    await assert.rejects(threadedReader({ heapMb: 64 }).read(bytes, { maxRows: 50_000 }), isRefused('file_too_large'));
    assert.equal((await threadedReader().read(csv, { maxRows: 10 })).format, 'csv');
  });
});
