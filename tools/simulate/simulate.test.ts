import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testFolder } from '../launcher/testing.js';
import type { Report } from './report.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const PAYMENTS = 100;
/** Within so few payments it kills each of the three processes. */
const SEED = 12;
/** Of a machine on which two others of these runs go on meanwhile: how fast it is says nothing about the books. */
const MINUTES = 25;

interface Ended {
  readonly code: number | null;
  readonly printed: string;
}

/** The command itself, as `npm run simulate` starts it. */
function simulate(folder: string): Promise<Ended> {
  const options = { payments: PAYMENTS, seed: SEED, minutes: MINUTES, 'data-dir': join(folder, 'data') };
  const flags = Object.entries({ ...options, report: join(folder, 'report.json') }).flatMap(([name, value]) => [
    `--${name}`,
    `${value}`,
  ]);
  const args = ['--import', 'tsx', join('tools', 'simulate', 'main.ts'), ...flags];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (printed += part));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, printed }));
  });
}

test(`the books of ${PAYMENTS} payments agree with the banks' after crashes, faults and deadlines`, async (context) => {
  const folder = testFolder();
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const { code, printed } = await simulate(folder);
  assert.equal(code, 0, printed);
  const report: Report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  assert.ok(report.payments >= PAYMENTS, `${report.payments} payments`);
  for (const target of ['worker', 'api', 'sandbox']) assert.ok(report.kills[target], `${target} was never killed`);
  assert.deepEqual(
    report.money.filter(({ difference }) => difference !== 0),
    [],
  );
});
