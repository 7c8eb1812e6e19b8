import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SpreadsheetRefused } from '../../src/adapters/spreadsheets/port.js';
import { threadedPriceListReader } from '../../src/adapters/spreadsheets/price-list-reader.js';
import { LIST_FAILURES } from '../../src/domain/catalogue/failures.js';
import { BUILT_IN } from '../../src/domain/catalogue/suppliers/built-in.js';
import { SPREADSHEET_FAILURES } from '../../src/domain/spreadsheet-failures.js';
import { until } from '../support/client.js';
import { corpusFile } from '../support/spreadsheets/corpus.js';
import { HOSTILE_FILES } from '../support/spreadsheets/hostile-files.js';

const MB = 1024 * 1024;
const mappings = Object.fromEntries(BUILT_IN.map(({ key, mapping }) => [key, mapping]));
const HINTS: Readonly<Record<string, { readonly hint: string }>> = { ...SPREADSHEET_FAILURES, ...LIST_FAILURES };
const rss = () => process.memoryUsage.rss();

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Why the product's own reader, with its own limits, has not read a file; `read` where it has. */
async function read(bytes: Uint8Array): Promise<string> {
  try {
    const limits = { maxRows: 50_000, onRows: () => undefined };
    const list = await threadedPriceListReader().read(bytes, { mappings, supplier: 'alma' }, limits);
    const failure = 'failure' in list ? list.failure : list.unusable;
    return failure?.code ?? 'read';
  } catch (error) {
    if (error instanceof SpreadsheetRefused) return error.code;
    throw error;
  }
}

describe('a hostile price list', () => {
  for (const { name, make, codes } of HOSTILE_FILES) {
    it(`ends alone, in a sentence that helps: ${name}`, async () => {
      const bytes = make();
      // What the making of the file has left behind is no growth.
      collectGarbage();
      const before = rss();
      let most = before;
      const watch = setInterval(() => {
        most = Math.max(most, rss());
      }, 10);
      const code = await read(bytes).finally(() => clearInterval(watch));
      assert.ok(codes.includes(code), code);
      assert.ok((HINTS[code]?.hint ?? '').length > 20, code);
      assert.ok(most - before <= 600 * MB, `grown by ${Math.round((most - before) / MB)} MB`);
      await until('the memory is back', async () => rss() - before <= 60 * MB);
    });
  }

  it('leaves the reader as it was: the next list is read', async () => {
    assert.equal(await read(corpusFile('openpyxl-list.xlsx')), 'read');
  });
});
