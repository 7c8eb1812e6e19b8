import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { houseProblems } from './house.js';

const house = mkdtempSync(join(tmpdir(), 'keepwell-house-'));
after(() => rmSync(house, { recursive: true, force: true }));

const BROKEN: readonly (readonly [path: string, text: string, rule: string])[] = [
  ['src/usecases/long.ts', 'a();\n'.repeat(401), 'file-size'],
  ['src/usecases/bookSlot.ts', '', 'file-name'],
  ['src/usecases/utils.ts', '', 'no-junk-drawer'],
  ['src/api/common/a.ts', '', 'no-junk-drawer'],
  ['src/domain/index.ts', '', 'no-barrel'],
  ['src/api/environment.ts', 'process.env.PORT;', 'environment'],
  ['src/domain/clock.ts', 'Date.now();', 'pure-domain'],
  ['src/models/rows.ts', 'await Table.findOrCreate({ where });', 'plain-models'],
  ['src/models/schema.ts', 'schema.sync();', 'plain-models'],
  ['src/models/tables/a.ts', 'Table.beforeSave(f);', 'plain-models'],
  ['src/models/tables/b.ts', 'Table.findAll({ include: [Other] });', 'plain-models'],
  ['src/models/tables/c.ts', 'row.save();', 'plain-models'],
  ['src/api/tick.ts', 'setInterval(f, 1);', 'no-polling-timer'],
  ['src/api/foreign.ts', '/** As in contract section 2. */', 'no-foreign-document'],
  ['src/api/clinics/body.ts', 'f(@Body() { name }: NameBody) {}', 'named-body'],
  ['src/usecases/call.ts', "fetch('https://x.invalid', { redirect: 'error' });", 'outgoing'],
  ['src/adapters/email/follow.ts', 'fetch(url);', 'no-redirect'],
  ['tests/unit/focused.test.ts', ['test', 'only();'].join('.'), 'no-focused-test'],
];
const FINE: readonly (readonly [path: string, text: string])[] = [
  ['src/workflows/index.ts', ''],
  ['src/config/load.ts', 'process.env;'],
  ['src/workflows/visit/timers.ts', '// setInterval() would not be replayed\nDate.now();'],
  ['src/usecases/just.ts', 'a();\n'.repeat(400)],
  ['src/api/generated/routes.ts', 'a();\n'.repeat(900)],
];

test('each house rule reports the file that breaks it, and no other', () => {
  for (const [path, text] of [...BROKEN, ...FINE]) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
  const reported = houseProblems(house).map((line) => line.split(': ').slice(0, 2).join(': '));
  assert.deepEqual(reported, BROKEN.map(([path, , rule]) => `${path}: ${rule}`).sort());
});

test('this house keeps its rules', () => {
  assert.deepEqual(houseProblems(process.cwd()), []);
});
