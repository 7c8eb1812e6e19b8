import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { settingsSchema } from '../../src/config/schema.js';
import { launcherSettings } from '../../tools/launcher/launcher-settings.js';

const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const [product = '', launcher = ''] = text.split(/^# --- Read by `npm start` only.*$/m);
const { shape } = settingsSchema;
const EMPTY = join(import.meta.dirname, 'no-such-folder');

/** Name and value of each commented-out setting. */
function settingsIn(part: string): ReadonlyMap<string, string> {
  const lines = part.matchAll(/^#([A-Z][A-Z0-9_]*)=(.*)$/gm);
  return new Map([...lines].map(([, name = '', value = '']) => [name, value]));
}

test('.env.example names every setting of the schema, and no other', () => {
  assert.deepEqual([...settingsIn(product).keys()].sort(), Object.keys(shape).sort());
});

test('.env.example names everything else that the launcher reads', () => {
  const source = readFileSync(new URL('../../tools/launcher/launcher-settings.ts', import.meta.url), 'utf8');
  const read = [...source.matchAll(/portOf\(env, '([A-Z_]+)', (\d+)\)/g)].map(([, name, port]) => `${name}=${port}`);
  // PORT is the product's own.
  const expected = [
    ...read.filter((one) => !one.startsWith('PORT=')),
    `API_PROCESSES=${launcherSettings(EMPTY).apiProcesses}`,
  ];
  assert.deepEqual([...settingsIn(launcher)].map((pair) => pair.join('=')).sort(), expected.sort());
});

for (const [name, value] of settingsIn(product)) {
  test(`.env.example: ${name} is shown with its default`, () => {
    const setting = shape[name as keyof typeof shape];
    const byDefault = setting.safeParse(undefined);
    // Without a default: required, or optional and absent.
    if (value !== '') assert.deepEqual(setting.parse(value), byDefault.data);
    else if (byDefault.success) assert.equal(String(byDefault.data ?? ''), '');
  });
}

test('.env.example sets nothing: a copy of it changes nothing', () => {
  assert.doesNotMatch(text, /^[A-Z]/m);
});

test('compose passes every setting on, but those of a laptop', () => {
  const compose = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
  const passed = new Set([...compose.matchAll(/^ {4,6}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name));
  const ofLaptop = ['HOST', 'KEEPWELL_DATA_DIR', 'KEEPWELL_EMBEDDED', 'MAIL_UI_URL', 'NODE_ENV', 'PORT', 'SANDBOX_URL'];
  const missing = Object.keys(shape).filter((name) => !passed.has(name) && !ofLaptop.includes(name));
  assert.deepEqual(missing, []);
});
