import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { LauncherError } from './errors.js';
import { lastLines } from './log-file.js';

export interface CommandOptions {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly logFile: string;
  readonly signal: AbortSignal;
}

/**
 * Runs `node` with the arguments to its end and returns what it printed.
 *
 * @throws LauncherError with the last lines of its standard error when it fails or is given up
 */
export function runCommand(options: CommandOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, options.args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const end = () => child.kill('SIGTERM');
    let output = '';
    let errors = '';
    child.stdout.on('data', (part) => {
      output += part;
    });
    child.stderr.on('data', (part) => {
      errors = (errors + part).slice(-16_000);
      appendFileSync(options.logFile, part);
    });
    if (options.signal.aborted) end();
    options.signal.addEventListener('abort', end, { once: true });
    child.once('error', reject);
    child.once('close', (code, by) => {
      options.signal.removeEventListener('abort', end);
      if (code === 0) return resolve(output);
      const said = lastLines(errors || output, 5);
      return reject(new LauncherError(said === '' ? `${options.name} ended with ${code ?? by}` : said));
    });
  });
}
