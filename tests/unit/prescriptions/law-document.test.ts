import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { LAW_ROWS } from '../../../src/domain/prescriptions/law/data.js';

/** A row of the law as `docs/prescriptions.md` shows it. */
const shown = LAW_ROWS.map(
  ({ rule, region, effectiveFrom, value, source }) =>
    `| \`${rule}\` | ${region} | ${effectiveFrom ?? ''} | \`${JSON.stringify(value)}\` | ${source} |`,
);

it('the table of the law in docs/prescriptions.md is the law that counts', () => {
  const text = readFileSync(new URL('../../../docs/prescriptions.md', import.meta.url), 'utf8');
  const [, section = ''] = text.split('<!-- law: checked by tests/unit/prescriptions/law-document.test.ts -->');
  const [table = ''] = section.split('<!-- end of law -->');
  const lines = table.split('\n').filter((line) => line.startsWith('| `'));
  assert.deepEqual(lines, shown);
});
