import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PDF } from '@libpdf/core';
import sharp from 'sharp';
import type { UploadCleaner } from '../src/adapters/uploads/port.js';
import { testFolder } from './launcher/testing.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

interface Bundler {
  readonly STAY: readonly string[];
  bundleTests(root: string, files: readonly string[], folder: string): Promise<string[]>;
}

// By its address: it must not be part of a bundle, in which it would rewrite itself.
const loadBundler = (): Promise<Bundler> => import(pathToFileURL(join(ROOT, 'tools', 'bundle.mjs')).href);

test('the runner, which sorts the paths of the files, starts them in the order that was asked for', async (t) => {
  const folder = testFolder();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const bundler = await loadBundler();
  const longestFirst = [
    'tools/launcher/ports.test.ts',
    'tests/unit/scheduling/periods.test.ts',
    'sandbox/fixtures.test.ts',
  ];
  const bundles = await bundler.bundleTests(ROOT, longestFirst, folder);
  assert.deepEqual(bundles.toSorted(), bundles);
  assert.deepEqual(bundles.map(existsSync), [true, true, true]);
});

test('what the product loads of CommonJS packages when it needs it stays outside of the bundle', async () => {
  const { STAY } = await loadBundler();
  const loaded = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [...readFileSync(join(ROOT, 'src', path), 'utf8').matchAll(/\bimport\('([^.'][^']*)'\)/g)])
    .map(([, name = '']) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
    .filter((name) => !name.startsWith('node:'));
  assert.ok(loaded.includes('umzug'), 'the search finds them');
  for (const name of loaded.filter((one) => !STAY.includes(one))) {
    const { type, exports } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
    assert.ok(type === 'module' || exports !== undefined, `${name} is in CommonJS: add it to STAY`);
  }
});

test('the gate of uploads cleans pictures and documents in the bundled product', async () => {
  const programs = join(ROOT, 'dist', 'programs');
  const chunk = readdirSync(programs).find((name) => /^product-cleaner-\w+\.mjs$/.test(name));
  assert.ok(chunk, 'the product has a chunk with what cleans uploads');
  const { uploadCleaner } = (await import(pathToFileURL(join(programs, chunk)).href)) as {
    readonly uploadCleaner: UploadCleaner;
  };
  const picture = await sharp({ create: { width: 4, height: 2, channels: 3, background: 'teal' } })
    .withExif({ IFD0: { Make: 'SecretCamera' } })
    .jpeg()
    .toBuffer();
  const document = PDF.create();
  document.addPage();
  document.setTitle('Of somebody');
  for (const [bytes, type] of [
    [picture, 'image/jpeg'],
    [await document.save(), 'application/pdf'],
  ] as const) {
    assert.equal(await uploadCleaner.typeOf(bytes), type);
    const clean = Buffer.from((await uploadCleaner.clean(bytes, type)).bytes);
    assert.equal(await uploadCleaner.typeOf(clean), type);
    for (const told of ['SecretCamera', 'Of somebody']) assert.ok(!clean.includes(told), told);
  }
});
