import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressView } from '../../../src/cli/price-list/progress.js';
import type { ImportState } from '../../../src/domain/list-import-states.js';

const at = (state: ImportState, percent: number, rowsTotal: number | null = 200) => ({
  ...{ state, percent, rowsTotal },
  rowsProcessed: percent * 2,
});

function recorded(hasBar: boolean, columns = 80) {
  const [notes, drawn]: [string[], string[]] = [[], []];
  const terminal = {
    hasBar,
    columns,
    note: (text: string) => notes.push(text),
    redraw: (line: string) => drawn.push(line),
  };
  return { notes, drawn, view: progressView(terminal) };
}

test('without a terminal there is a line for every 10 percent, and for every step', () => {
  const { notes, drawn, view } = recorded(false);
  view.show(at('received', 0, null));
  for (let percent = 0; percent < 100; percent += 1) view.show(at('reading', percent));
  for (const state of ['applying', 'applying', 'applied'] as const) view.show(at(state, 100));
  view.clear();
  assert.deepEqual(notes, [
    'waiting: 0 %',
    ...Array.from({ length: 10 }, (_, ten) => `reading: ${ten * 10} %, ${ten * 20} of 200 rows`),
    'applying: 100 %, 200 of 200 rows',
    'applied: 100 %, 200 of 200 rows',
  ]);
  assert.deepEqual(drawn, []);
});

test('on a terminal a bar moves in its place, fits it, and goes before the report', () => {
  const { notes, drawn, view } = recorded(true);
  view.show(at('reading', 50));
  view.show(at('reading', 50));
  view.show(at('applying', 100));
  view.clear();
  view.clear();
  assert.deepEqual(drawn, [
    `reading     [${'#'.repeat(12)}${'.'.repeat(12)}] 50 %, 100 of 200 rows`,
    `applying    [${'#'.repeat(24)}] 100 %, 200 of 200 rows`,
    '',
  ]);
  assert.deepEqual(notes, []);
  const narrow = recorded(true, 20);
  narrow.view.show(at('reading', 50));
  assert.equal(narrow.drawn[0]?.length, 19);
});
