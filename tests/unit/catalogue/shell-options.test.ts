import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readListFile } from '../../../src/cli/price-list/list-file.js';
import { readOptions } from '../../../src/cli/price-list/options.js';
import { Unfit } from '../../../src/cli/unfit.js';

const ID = '0193f4a5-7c1d-4e9f-a0b1-c2d3e4f5a6b7';
const refuses = (sentence: RegExp) => (error: unknown) => error instanceof Unfit && sentence.test(error.message);

test('the command takes a supplier and a file, and what is to happen to the list', () => {
  const list = { kind: 'import', supplier: 'alma', file: 'list.xlsx', folder: '.', clinic: null, json: false };
  assert.deepEqual(readOptions(['alma', 'list.xlsx']), { ...list, go: 'ask', isPartial: false });
  assert.deepEqual(readOptions(['auto', 'list.xlsx', '--yes', '--partial', '--in', '/lists', '--clinic', 'demo']), {
    ...{ ...list, supplier: null, folder: '/lists', clinic: 'demo' },
    ...{ go: 'apply', isPartial: true },
  });
  assert.deepEqual(readOptions(['--json', '--preview', 'alma', 'list.xlsx']), {
    ...{ ...list, json: true },
    ...{ go: 'preview', isPartial: false },
  });
  const undo = ['--undo', ID.toUpperCase(), '--reason', ' the wrong month '];
  assert.deepEqual(readOptions(undo), {
    ...{ kind: 'undo', importId: ID, reason: 'the wrong month' },
    ...{ clinic: null, json: false },
  });
});

test('what the command does not take is refused with what it takes', () => {
  const usage = /^import takes a supplier and a file/;
  const cases: readonly (readonly [string[], RegExp])[] = [
    [[], usage],
    [['alma'], usage],
    [['alma', 'one.xlsx', 'two.xlsx'], usage],
    [['alma', 'one.xlsx', '--dry-run'], usage],
    [['alma', 'one.xlsx', '--reason', 'none'], usage],
    [['alma', '--undo', ID, '--reason', 'none'], usage],
    [['--undo', ID, '--reason', 'none', '--yes'], usage],
    [['alma', 'one.xlsx', '--yes', '--preview'], /^Choose one of --preview and --yes\.$/],
    [['--undo', 'the last', '--reason', 'none'], /^--undo takes the id of an import/],
    [['--undo', ID], /^--undo needs --reason/],
    [['--undo', ID, '--reason', '  '], /^--undo needs --reason/],
    [['--undo', ID, '--reason', 'x'.repeat(501)], /^--undo needs --reason/],
  ];
  for (const [args, sentence] of cases) assert.throws(() => readOptions(args), refuses(sentence), args.join(' '));
});

test('a file is read from the caller’s folder, and refused in one sentence', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'keepwell-list-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'lists'));
  writeFileSync(join(folder, 'lists', 'may\u0007.csv'), 'name,price');
  writeFileSync(join(folder, 'large.csv'), Buffer.alloc(1_048_577));
  const { name, bytes } = await readListFile(folder, 'lists/may\u0007.csv', 1);
  assert.deepEqual([name, Buffer.from(bytes).toString()], ['may.csv', 'name,price']);
  assert.equal((await readListFile('/', join(folder, 'large.csv'), 2)).bytes.length, 1_048_577);
  const cases: readonly (readonly [string, RegExp])[] = [
    ['june.csv', /^There is no file june\.csv\.$/],
    ['large.csv/june.csv', /^There is no file large\.csv\/june\.csv\.$/],
    ['lists', /^lists is a folder: name the price list itself\.$/],
    ['/dev/null', /^\/dev\/null is no file that can be kept/],
    ['large.csv', /^large\.csv is too large: it has 1\.1 MB, at most 1 are taken \(IMPORT_MAX_FILE_MB\)\.$/],
  ];
  for (const [file, sentence] of cases) await assert.rejects(readListFile(folder, file, 1), refuses(sentence), file);
});
