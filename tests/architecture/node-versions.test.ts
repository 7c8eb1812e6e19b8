import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('everything that names the oldest Node names the same', () => {
  const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
  const floor = engines.node.replace('>=', '');
  assert.match(floor, /^\d+\.\d+$/);
  assert.match(read('tools/launcher/setup.mjs'), new RegExp(`OLDEST_NODE = \\[${floor.replace('.', ', ')}\\]`));
  for (const page of ['README.md', 'docs/getting-started.md']) assert.ok(read(page).includes(`Node ${floor}`), page);
});

test('images, .nvmrc and CI run on the same release', () => {
  const release = read('.nvmrc').trim();
  const images = [...read('Dockerfile').matchAll(/^FROM node:(\d+)/gm)].map(([, version]) => version);
  assert.ok(images.length > 0);
  assert.deepEqual([...new Set(images)], [release]);
});
