import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { commandError } from '../../src/domain/appointments/command-error.js';
import { HELPS } from '../../src/domain/appointments/staff-actions.js';
import { isStaffUpdate, STAFF_UPDATES } from '../../src/domain/appointments/staff-updates.js';
import { ATTENTION_CODES } from '../../src/domain/attention.js';
import { explain } from '../../src/usecases/support/list-attention.js';
import { STAFF_ACTIONS } from '../../src/usecases/support/run-staff-action.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const operations = read('docs/operations.md');
const payments = read('docs/payments.md');

/** Cells by the name in the first one, of the table that begins with this head. */
function table(head: string): ReadonlyMap<string, readonly string[]> {
  const start = operations.indexOf(head);
  assert.ok(start >= 0, head);
  const [rows = ''] = operations.slice(start).split('\n\n');
  const cells = rows
    .split('\n')
    .slice(2)
    .map((row) => row.slice(2, -2).split(' | '));
  return new Map(cells.map(([name = '', ...rest]) => [name.replaceAll('`', ''), rest]));
}

/** The names among these that stand in a text between back quotes. */
function named(text: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => text.includes(`\`${name}\``));
}

const codes = table('| code | what happened | what to do |');
const updates = table('| update | JSON | when |');

test('the runbook has every attention code and no other, each with the sentence that the page shows', () => {
  assert.deepEqual([...codes.keys()].sort(), [...ATTENTION_CODES].sort());
  for (const code of ATTENTION_CODES) assert.equal(codes.get(code)?.[0], explain(code).reason);
});

test('what the runbook says to do about a code is what the page offers for it', () => {
  for (const code of ATTENTION_CODES) {
    const text = codes.get(code)?.[1] ?? '';
    const missing = HELPS[code].filter((name) => !text.includes(`\`${name}\``));
    // An entry without an appointment has no page of its own where it is closed by the API.
    const byApi = text.includes('`POST /api/v1/admin/attention/{id}/resolve/`');
    assert.deepEqual(byApi ? missing.filter((name) => name !== 'resolveAttention') : missing, [], code);
    const offered = named(text, Object.keys(STAFF_UPDATES)).filter((name) => !HELPS[code].some((one) => one === name));
    assert.deepEqual(offered, [], `${code}: only in the runbook`);
  }
});

test('the sentence of a code names only actions that its page offers', () => {
  for (const code of ATTENTION_CODES) {
    const text = explain(code).nextStep;
    const mentioned = [...Object.keys(STAFF_UPDATES), 'approve_refund', 'confirm_desk_refund'].filter((name) =>
      text.includes(name),
    );
    assert.deepEqual(
      mentioned.filter((name) => !HELPS[code].some((one) => one === name)),
      [],
      code,
    );
  }
});

test('the runbook has every update of staff, each with an input that the update takes', () => {
  assert.deepEqual([...updates.keys()], Object.keys(STAFF_UPDATES));
  for (const [name, [cell = '']] of updates) {
    assert.ok(isStaffUpdate(name));
    const json = /`(\{.*?\})`/.exec(cell)?.[1] ?? '';
    const input = JSON.parse(json.replaceAll('…', '00000000-0000-4000-8000-000000000000'));
    assert.equal(commandError(name, input, false), null, json);
  }
});

test('the runbook has every action of the API', () => {
  assert.deepEqual(named(operations, STAFF_ACTIONS), [...STAFF_ACTIONS]);
});

test('what payments.md says needs a person is a code, and every code about payments stands there', () => {
  const shown = [...payments.matchAll(/attention `(\w+)`/g)].map(([, code]) => code ?? '');
  assert.ok(shown.length >= 6);
  assert.deepEqual(
    shown.filter((code) => !ATTENTION_CODES.some((known) => known === code)),
    [],
  );
  const about = ATTENTION_CODES.filter((code) => /payment|refund|dispute|paid/.test(code));
  assert.deepEqual(named(payments, about), about);
});
