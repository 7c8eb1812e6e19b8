import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SECRET_SETTINGS } from '../../src/config/schema.js';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

test('every secret is in the inventory of keys, with what it opens and how it is replaced', () => {
  const rows = read('security/keys.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  for (const name of SECRET_SETTINGS) {
    const row = rows.find((line) => line.split('|')[1]?.includes(`\`${name}\``));
    assert.ok(row, `${name} has no row in docs/security/keys.md`);
    assert.ok(
      row
        .split('|')
        .slice(1, -1)
        .every((cell) => cell.trim() !== ''),
      `${name}: a cell is empty`,
    );
  }
});

test('the runbook says how each secret is replaced', () => {
  const keys = read('operations.md').split('\n## Keys\n')[1]?.split('\n## ')[0] ?? '';
  const missing = SECRET_SETTINGS.filter((name) => !keys.includes(`\`${name}\``));
  assert.deepEqual(missing, []);
});
