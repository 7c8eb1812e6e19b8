// `npm test [-- path filters] [--coverage]`. Plain JavaScript: it installs and builds in a fresh checkout.
// It collects the files itself: given a folder, Node 20's runner finds no TypeScript and calls that a success.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setUp, unsuitable } from './launcher/setup.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The sandbox and the tools have their tests beside them. */
const FOLDERS = ['tests', 'sandbox', 'tools'];
const coverage = process.argv.includes('--coverage');
const filters = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const stopping = new AbortController();
let runner;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => {
    stopping.abort();
    runner?.kill('SIGTERM');
  });
}

process.exit(await main());

async function main() {
  const reason = unsuitable();
  if (reason !== undefined) return fail(reason);
  const files = testFiles();
  if (files.length === 0) return fail(`no test file matches ${filters.join(' ') || '*.test.ts'}`);
  let services;
  try {
    await setUp(root, { say: (line) => console.log(`keepwell: ${line}`), signal: stopping.signal });
    process.chdir(root);
    const { register } = await import('tsx/esm/api');
    register();
    const { startTestServices } = await import(pathToFileURL(join(root, 'tools', 'launcher', 'testing.ts')).href);
    services = await startTestServices();
    return stopping.signal.aborted ? 130 : await runFiles(files, services.env);
  } catch (error) {
    return stopping.signal.aborted ? 130 : fail(error instanceof Error ? error.message : String(error));
  } finally {
    await services?.stop();
  }
}

function testFiles() {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  )
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .sort();
}

/** Runs the files and says nothing after: the closing lines of Node's runner are what a pipeline reads. */
function runFiles(files, serviceEnv) {
  const runnerArgs = ['--enable-source-maps', '--import', 'tsx', '--test', '--test-reporter=spec'];
  const args = [...runnerArgs, '--test-concurrency=2', ...files];
  const c8 = [join('node_modules', 'c8', 'bin', 'c8.js'), process.execPath];
  const env = { ...process.env, NODE_ENV: 'test', ...serviceEnv };
  return new Promise((resolve, reject) => {
    runner = spawn(process.execPath, coverage ? [...c8, ...args] : args, { cwd: root, env, stdio: 'inherit' });
    runner.once('error', reject);
    runner.once('exit', (code) => resolve(stopping.signal.aborted ? 130 : (code ?? 1)));
  });
}

function fail(reason) {
  console.error(`keepwell: ${reason}`);
  return 1;
}
