import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { PDF } from '@libpdf/core';
import sharp from 'sharp';
import type { UploadCleaner } from '../src/adapters/uploads/port.js';
import { testFolder } from './launcher/testing.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

interface Bundler {
  readonly STAY: readonly string[];
  bundleTests(root: string, groups: readonly (readonly string[])[], folder: string): Promise<string[]>;
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
  const groups = longestFirst.map((file) => [file]);
  const bundles = await bundler.bundleTests(ROOT, groups, folder);
  assert.deepEqual(bundles.toSorted(), bundles);
  assert.deepEqual(bundles.map(existsSync), [true, true, true]);
});

test('files of one process are suites of their own, each with what it does before and after', async (t) => {
  const [folder, root] = [testFolder(), testFolder()];
  t.after(() => {
    for (const made of [folder, root]) rmSync(made, { recursive: true, force: true });
  });
  const shared = "import { after, before, test } from 'node:test'; import { said } from './said.js';";
  mkdirSync(join(root, 'tests'));
  writeFileSync(join(root, 'tests', 'said.ts'), 'export const said: string[] = [];');
  for (const name of ['a', 'b']) {
    const hooks = `before(() => void said.push('before ${name}')); after(() => void said.push('after ${name}'));`;
    const last = name === 'b' ? "after(() => console.log('in order: ' + said.join()));" : '';
    const program = `${shared} ${hooks} ${last} test('${name}', () => void said.push('test ${name}'));`;
    writeFileSync(join(root, 'tests', `${name}.test.ts`), program);
  }
  const { bundleTests } = await loadBundler();
  const [bundle = ''] = await bundleTests(root, [['tests/a.test.ts', 'tests/b.test.ts']], folder);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const run = promisify(execFile)(process.execPath, ['--test', '--test-reporter=spec', bundle], { env });
  const { stdout } = await run;
  assert.match(stdout, /in order: before a,test a,after a,before b,test b,after b/);
  for (const name of ['a', 'b']) assert.match(stdout, new RegExp(`^✔ tests/${name}.test.ts `, 'm'));
  assert.match(stdout, /^ℹ tests 2$/m);
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
