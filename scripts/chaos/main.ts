// `npm run chaos`: bookings, payments, cancels and reschedules while every process is killed, and a checker at the end.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Options, readOptions } from './options.js';
import { textOf } from './report.js';
import { run } from './run.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());

process.exit(await main());

async function main(): Promise<number> {
  let options: Options;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
  const begun = Date.now();
  const say = (line: string) => console.log(`${((Date.now() - begun) / 1_000).toFixed(1).padStart(6)} s  ${line}`);
  const dataDir = placeFor(options);
  try {
    process.chdir(root);
    const report = await run({ root, dataDir, options, say, stop: stopping.signal });
    console.log(textOf(report));
    if (options.report !== undefined) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
    if (!report.passed) console.error(`chaos: everything is kept in ${dataDir}`);
    else if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    return report.passed ? 0 : 1;
  } catch (error) {
    console.error(stopping.signal.aborted ? 'chaos: given up' : error);
    console.error(`chaos: everything is kept in ${dataDir}`);
    return 1;
  }
}

function placeFor(options: Options): string {
  if (options.dataDir === undefined) return mkdtempSync(join(tmpdir(), 'keepwell-chaos-'));
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  return dataDir;
}
