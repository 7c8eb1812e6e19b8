// `npm test [-- path filters] [--coverage]`. Plain JavaScript: it installs and builds in a fresh checkout.
// It collects the files itself: given a folder, Node 20's runner finds no TypeScript and calls that a success.
import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setUp, unsuitable } from './launcher/setup.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The sandbox and the tools have their tests beside them. */
const FOLDERS = ['tests', 'sandbox', 'tools'];
const LONGEST = [
  'tests/e2e/',
  'tests/workflows/',
  'tests/contract/',
  'tools/journey/',
  'tools/simulate/',
  'tools/chaos/',
  'tools/soak/',
];
/** Of these folders so many files share a process. */
const SHORT = ['tests/integration/', 'tests/unit/'];
const TOGETHER = 6;
/** Most tests wait for a deadline or for another process: more of them than there are cores. */
const PROCESSES = availableParallelism() + 1;
const coverage = process.argv.includes('--coverage');
const filters = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const stopping = new AbortController();
let child;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => {
    stopping.abort();
    child?.kill('SIGTERM');
  });
}

process.exit(await main());

async function main() {
  const reason = unsuitable();
  if (reason !== undefined) return fail(reason);
  const files = testFiles();
  if (files.length === 0) return fail(`no test file matches ${filters.join(' ') || '*.test.ts'}`);
  let services;
  let bundleFolder;
  try {
    await setUp(root, { say: (line) => console.log(`keepwell: ${line}`), signal: stopping.signal });
    process.chdir(root);
    const { register } = await import('tsx/esm/api');
    register();
    const { startTestServices, testFolder } = await import(
      pathToFileURL(join(root, 'tools', 'launcher', 'testing.ts')).href
    );
    services = await startTestServices();
    const { bundleTests } = await import(pathToFileURL(join(root, 'tools', 'bundle.mjs')).href);
    bundleFolder = testFolder();
    const bundles = coverage ? files : await bundleTests(root, inGroups(files), bundleFolder);
    return stopping.signal.aborted ? 130 : await runFiles(bundles, services.env);
  } catch (error) {
    return stopping.signal.aborted ? 130 : fail(error instanceof Error ? error.message : String(error));
  } finally {
    await services?.stop();
    if (bundleFolder !== undefined) rmSync(bundleFolder, { recursive: true, force: true });
  }
}

function testFiles() {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  )
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .sort((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b));
}

/**
 * The longest first: a file of minutes that comes last would run alone. What waits for deadlines comes before what keeps a
 * core busy for minutes.
 */
function placeOf(path) {
  const place = LONGEST.findIndex((start) => path.startsWith(start));
  return place < 0 ? LONGEST.length : place;
}

/** A process loads the product once for all files of its group. As many processes as can run are used all the same. */
function inGroups(files) {
  const isShort = (file) => SHORT.some((start) => file.startsWith(start));
  const short = files.filter(isShort);
  const size = Math.min(TOGETHER, Math.ceil(short.length / PROCESSES));
  const groups = short.flatMap((_, at) => (at % size === 0 ? [short.slice(at, at + size)] : []));
  return [...files.filter((file) => !isShort(file)).map((file) => [file]), ...groups];
}

/** Runs the files and says nothing after: the closing lines of Node's runner are what a pipeline reads. */
function runFiles(files, serviceEnv) {
  const loader = coverage ? ['--import', 'tsx'] : [];
  const runner = ['--enable-source-maps', ...loader, '--test', '--test-reporter=spec'];
  const args = [...runner, `--test-concurrency=${PROCESSES}`, ...files];
  const c8 = [join('node_modules', 'c8', 'bin', 'c8.js'), process.execPath];
  const bundle = { KEEPWELL_TEST_WORKFLOW_BUNDLE: join(root, 'dist', 'workflow-bundle.js') };
  const env = { ...process.env, NODE_ENV: 'test', ...bundle, ...serviceEnv };
  return new Promise((resolve, reject) => {
    child = spawn(process.execPath, coverage ? [...c8, ...args] : args, { cwd: root, env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(stopping.signal.aborted ? 130 : (code ?? 1)));
  });
}

function fail(reason) {
  console.error(`keepwell: ${reason}`);
  return 1;
}
