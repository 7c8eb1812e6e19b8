import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sourceFiles } from '../support/source-files.js';

const page = readFileSync(new URL('../../docs/security/data-classes.md', import.meta.url), 'utf8');
const [, list = ''] = page.split('## Table by table');

test('docs/security/data-classes.md names every table once, and no other', () => {
  const rows = list.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| class'));
  const named = rows.flatMap((row) => [...row.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name));
  const tables = sourceFiles()
    .filter(({ fileName }) => fileName.startsWith('src/models/tables/'))
    .flatMap(({ text }) => [...text.matchAll(/tableName: '([a-z_]+)'/g)].map(([, name]) => name));
  assert.deepEqual(named.sort(), tables.sort());
});
