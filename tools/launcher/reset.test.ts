import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDataDir } from './data-dir.js';
import { startPostgres } from './postgres.js';
import { isAlive } from './processes.mjs';
import { testFolder } from './testing.js';

const script = fileURLToPath(new URL('./reset.mjs', import.meta.url));

function reset(dataDir: string, ...args: string[]): { status: number | null; output: string } {
  const env = { ...process.env, KEEPWELL_DATA_DIR: dataDir };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    env,
    input: '',
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

function place(t: TestContext): string {
  const folder = testFolder();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'data');
}

test('the reset empties the directory and ends a server that a killed launcher left', async (t) => {
  const dataDir = place(t);
  const data = await openDataDir(dataDir);
  const server = await startPostgres({ dataDir: data.at('postgres'), port: 0, fsync: false });
  t.after(() => server.stop());
  const refused = reset(dataDir, '--yes');
  assert.equal(refused.status, 1);
  assert.match(refused.output, /is running on .*: stop it first/);

  data.release();
  const unconfirmed = reset(dataDir);
  assert.equal(unconfirmed.status, 1);
  assert.ok(existsSync(data.at('postgres')));

  assert.equal(reset(dataDir, '--yes').status, 0);
  assert.deepEqual(readdirSync(dataDir), []);
  assert.equal(isAlive(server.pid), false);
});

test('a directory that npm start did not make is left alone', (t) => {
  const dataDir = place(t);
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'precious'), 'x');
  const { status, output } = reset(dataDir, '--yes');
  assert.equal(status, 1);
  assert.match(output, /was not made by npm start/);
  assert.ok(existsSync(join(dataDir, 'precious')));
});
