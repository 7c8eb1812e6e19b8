import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';

/** Runs a script that has a watchdog of so many milliseconds, and answers how the process ended. */
async function ended(limitMs: number, script: string): Promise<{ code: number | null; signal: string | null }> {
  const source = `
    import { setTimeout as delay } from 'node:timers/promises';
    import { startWatchdog } from './src/cli/watchdog.ts';
    const watchdog = startWatchdog(${limitMs});
    ${script}`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    cwd: new URL('../../../', import.meta.url),
    stdio: 'inherit',
  });
  const [code, signal] = await once(child, 'exit');
  return { code, signal };
}

it('ends a process whose event loop stands still', async () => {
  const hung = await ended(300, 'watchdog.feed(); for (const end = Date.now() + 20_000; Date.now() < end; );');
  assert.deepEqual(hung, { code: null, signal: 'SIGKILL' });
});

it('leaves a process alone that is fed, and one that stops it', async () => {
  // Long enough that a busy machine does not keep the beats away for so long.
  const feeding = 'for (let beat = 0; beat < 25; beat += 1) { watchdog.feed(); await delay(100); }';
  const fed = await ended(2_000, `${feeding} watchdog.stop(); await delay(2_500);`);
  assert.deepEqual(fed, { code: 0, signal: null });
});
