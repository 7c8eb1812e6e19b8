import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LauncherError } from './errors.js';
import { isAlive } from './processes.mjs';
import { type ChildSpec, SupervisedChild } from './supervisor.js';
import { testFolder } from './testing.js';

function specOf(folder: string, code: string, env: NodeJS.ProcessEnv = {}): ChildSpec {
  return { name: 'child', args: ['-e', code], env, cwd: folder, logFile: join(folder, 'child.log') };
}

function restartOf(child: SupervisedChild): Promise<number> {
  return new Promise((resolve) => child.onRestart(resolve));
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, 'the condition does not come true');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a child that dies is started again with its environment, but for the planted failure', async (t) => {
  const folder = testFolder();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const code = `console.log(JSON.stringify([process.env.KEEPWELL_FAIL_AT ?? null, process.env.KEPT])); setInterval(() => {}, 1000)`;
  const child = new SupervisedChild(specOf(folder, code, { KEEPWELL_FAIL_AT: 'book:after-claim', KEPT: 'yes' }));
  const lines = () => readFileSync(join(folder, 'child.log'), 'utf8').split('\n').filter(Boolean);
  await until(() => lines().length === 1);

  const first = child.pid;
  assert.ok(first !== undefined);
  const restarted = restartOf(child);
  process.kill(first, 'SIGKILL');
  const second = await restarted;
  assert.notEqual(second, first);
  assert.equal(child.pid, second);
  await until(() => lines().length === 2);
  assert.deepEqual(lines(), ['["book:after-claim","yes"]', '[null,"yes"]']);

  await child.stop();
  assert.equal(isAlive(second), false);
  assert.equal(child.pid, undefined);
});

test('a child that ignores the signal is killed when its time is over', async (t) => {
  const folder = testFolder();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const code = `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`;
  const child = new SupervisedChild(specOf(folder, code));
  await until(() => readFileSync(join(folder, 'child.log'), 'utf8').includes('up'));
  const pid = child.pid;
  assert.ok(pid !== undefined);
  await child.stop('SIGTERM', 100);
  assert.equal(isAlive(pid), false);
});

test('a child that never gets up is reported with its last words', async (t) => {
  const folder = testFolder();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const child = new SupervisedChild(specOf(folder, `console.error('DATABASE_URL is missing'); process.exit(3)`));
  await assert.rejects(child.failed, (error: Error) => {
    assert.ok(error instanceof LauncherError);
    assert.match(error.message, /child does not start: ended with 3\n.*DATABASE_URL is missing/s);
    return true;
  });
  await child.stop();
});
