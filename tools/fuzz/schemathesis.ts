import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheDir } from '../launcher/cache.js';
import { errorMessage, LauncherError } from '../launcher/errors.js';
import { onPath, run } from '../launcher/tools.js';
import type { Phase } from './parts.js';

const VERSION = '4.32.5';

/**
 * The `schemathesis` program of the pinned version, in a Python environment in the user's cache folder; installed on the
 * first run, whole or not at all.
 *
 * @throws LauncherError with one sentence when Python or the package cannot be had
 */
export async function findSchemathesis(say: (line: string) => void, stop: AbortSignal): Promise<string> {
  const folder = join(cacheDir(), `schemathesis-${VERSION}`);
  const program = join(folder, 'bin', 'schemathesis');
  if (existsSync(join(folder, 'complete'))) return program;
  const python = onPath('python3');
  if (python === undefined) {
    throw new LauncherError('npm run fuzz needs Python 3.10 or newer: put python3 on the PATH.');
  }
  say(`installing Schemathesis ${VERSION} into ${folder}`);
  // A Python environment cannot be moved, so it is marked when it is complete, not renamed.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  try {
    await run(python, ['-m', 'venv', folder], process.env, stop);
    const pip = ['-m', 'pip', 'install', '--quiet', `schemathesis==${VERSION}`];
    await run(join(folder, 'bin', 'python'), pip, process.env, stop);
  } catch (error) {
    throw new LauncherError(`Schemathesis ${VERSION} could not be installed: ${errorMessage(error)}`);
  }
  mkdirSync(join(folder, 'complete.draft'));
  renameSync(join(folder, 'complete.draft'), join(folder, 'complete'));
  return program;
}

export interface Fuzzing {
  readonly program: string;
  readonly documentFile: string;
  readonly apiUrl: string;
  /** A header; null sends no login. */
  readonly login: string | null;
  readonly seed: number;
  readonly examples: number;
  readonly seconds: number;
  /** By their operation ids. */
  readonly operations: readonly string[];
  /** Checks of Schemathesis that say nothing about this part. */
  readonly withoutChecks: readonly string[];
  readonly phases: readonly Phase[];
  /** Where its output and its list of requests go. */
  readonly outputFile: string;
  readonly requestsFile: string;
  readonly stop: AbortSignal;
}

/** Runs the phases with all checks; answers the exit code: 0 when there is nothing to report. */
export function fuzz(fuzzing: Fuzzing): Promise<number> {
  const { program, documentFile, apiUrl, login, operations, outputFile, requestsFile, stop } = fuzzing;
  const { phases, seed, examples, seconds, withoutChecks } = fuzzing;
  const args = [
    ...['--config-file', fileURLToPath(new URL('schemathesis.toml', import.meta.url))],
    ...['run', documentFile, '--url', apiUrl, '--no-color'],
    ...['--checks', 'all', '--phases', phases.join(','), '--continue-on-failure'],
    ...['--seed', `${seed}`, '--generation-database', 'none', '--max-examples', `${examples}`],
    ...['--max-time', `${seconds}`, '--request-timeout', '30', '--workers', '1'],
    ...(withoutChecks.length > 0 ? ['--exclude-checks', withoutChecks.join(',')] : []),
    ...operations.flatMap((id) => ['--include-operation-id', id]),
    ...['--report', 'har', '--report-har-path', requestsFile],
    ...(login === null ? [] : ['--header', login]),
  ];
  return new Promise((resolve, reject) => {
    // Beside the reports: Schemathesis keeps a folder of its own where it runs.
    const cwd = dirname(outputFile);
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], signal: stop });
    const output = createWriteStream(outputFile);
    child.stdout.pipe(output, { end: false });
    child.stderr.pipe(output, { end: false });
    child.once('error', reject);
    child.once('close', (code) => {
      output.end();
      resolve(code ?? 1);
    });
  });
}
