import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { lockHolder, takeLock } from './lock.mjs';
import { testFolder } from './testing.js';

const folder = testFolder();
after(() => rmSync(folder, { recursive: true, force: true }));

test('a lock has one holder at a time, and whoever waits gets it next', async () => {
  const path = join(folder, 'one');
  const release = await takeLock(path);
  assert.ok(release);
  assert.equal(lockHolder(path), process.pid);
  assert.equal(await takeLock(path), undefined);
  const next = takeLock(path, { waitMs: 10_000, onWait: () => release() });
  const releaseNext = await next;
  assert.ok(releaseNext);
  release();
  assert.equal(lockHolder(path), process.pid, 'a release twice does not give away the next one');
  releaseNext();
  assert.equal(existsSync(path), false);
});

test('the lock of a dead process is taken over, also when a stranger has its pid by now', async () => {
  const dead = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(dead, 'exit');
  for (const content of [`${dead.pid} 12345 aa`, `${process.ppid} not-its-start aa`]) {
    const path = join(folder, 'stale');
    writeFileSync(path, content);
    assert.equal(lockHolder(path), undefined);
    const racers = await Promise.all([takeLock(path), takeLock(path), takeLock(path)]);
    const winners = racers.filter((release) => release !== undefined);
    assert.equal(winners.length, 1);
    for (const release of winners) release();
  }
  assert.deepEqual(readdirSync(folder), []);
});
