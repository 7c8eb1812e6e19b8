import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { test } from 'node:test';
import { until } from '../../tests/support/client.js';
import { Stack } from '../rig/stack.js';
import { LauncherError } from './errors.js';
import { launcherSettings } from './launcher-settings.js';
import { testFolder } from './testing.js';

test('several API processes answer at one address; nobody misses one that is killed, and it comes back on its port', async (t) => {
  const dataDir = testFolder();
  const stack = await Stack.start({
    ...{ root: process.cwd(), dataDir, stop: new AbortController().signal, say: () => undefined },
    ...{ apiProcesses: 2, engineInMemory: true, mail: 'sink' },
  });
  t.after(() => stack.stop());
  assert.equal(new Set([stack.apiUrl, ...stack.apiUrls]).size, 3);
  // Each on a connection of its own: one that is kept may be to the process that is killed.
  const health = async (url: string): Promise<number> => {
    const [response] = await once(get(`${url}/health/live`, { agent: false }), 'response');
    response.resume();
    return response.statusCode;
  };
  for (const url of [stack.apiUrl, ...stack.apiUrls]) assert.equal(await health(url), 200);
  const [first, second] = [stack.pid('api'), stack.pid('api_2')];
  assert.ok(first && second && first !== second);

  assert.ok(stack.kill('api_2'));
  // Not a zombie, of which other threads may still hold the port: one that its parent has waited for.
  await until('its end', async () => stack.pid('api_2') !== second);
  for (let at = 0; at < 20; at += 1) assert.equal(await health(stack.apiUrl), 200);
  await until('the process that was killed', async () => (await health(stack.apiUrls[1] ?? '').catch(() => 0)) === 200);
  assert.notEqual(stack.pid('api_2'), second);
  assert.equal(stack.pid('api'), first);
});

test('a number of processes that makes no sense is refused by name', (t) => {
  t.after(() => delete process.env.API_PROCESSES);
  for (const wrong of ['0', '-1', 'two', '17', '1.5']) {
    process.env.API_PROCESSES = wrong;
    assert.throws(
      () => launcherSettings(import.meta.dirname),
      (error) => error instanceof LauncherError && /^API_PROCESSES must be a number from 1 to 16/.test(error.message),
    );
  }
});
