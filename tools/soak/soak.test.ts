import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testFolder } from '../launcher/testing.js';
import type { Report } from './report.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const LOAD = { clients: 60, rooms: 30, rate: 20, seconds: 30, seed: 1 };

/** The command itself, as `npm run soak` starts it. */
function soak(folder: string): Promise<{ readonly code: number | null; readonly printed: string }> {
  const options = { ...LOAD, 'data-dir': join(folder, 'data'), report: join(folder, 'report.json') };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const args = ['--import', 'tsx', join('tools', 'soak', 'main.ts'), ...flags];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (printed += part));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, printed }));
  });
}

test(`${LOAD.clients} clients chat for ${LOAD.seconds} s while both API processes and the database are killed: nothing is lost, doubled or out of order`, async (context) => {
  const folder = testFolder();
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const { code, printed } = await soak(folder);
  assert.equal(code, 0, printed);
  const report: Report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  assert.equal(report.counts.messages, LOAD.rate * LOAD.seconds);
  assert.deepEqual(Object.keys(report.kills).sort(), ['api', 'api_2', 'postgres']);
  assert.ok(report.chat.reconnects >= LOAD.clients, `${report.chat.reconnects} reconnects`);
});
