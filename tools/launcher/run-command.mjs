// `npm run reconcile -- --from <date>`, `npm run import -- auto <file>`: a command of the built product. While `npm start` runs
// here it gets that instance's settings; else it reads its own, as in production.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dataDirOf, readSettings } from './env-file.mjs';
import { lockHolder } from './lock.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const command = join(root, 'dist', 'cli', 'main.js');

process.exitCode = existsSync(command) ? await run() : notBuilt();

/** Ctrl-C reaches the command, too, which then has a last sentence: this one waits for it, and ends as it does. */
async function run() {
  const [name, ...args] = process.argv.slice(2);
  const where = name === 'import' ? ['--in', callersFolder()] : [];
  const all = ['--enable-source-maps', command, name, ...where, ...args];
  const env = await environment();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, all, { cwd: root, env, stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.once('error', (error) => {
      console.error(`keepwell: ${error.message}`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** npm runs its scripts in the product's folder, whatever folder it was called in. */
function callersFolder() {
  return (process.env.npm_lifecycle_event && process.env.INIT_CWD) || process.cwd();
}

async function environment() {
  const dataDir = dataDirOf(root, readSettings(root));
  const isRunning = existsSync(join(dataDir, 'ready.json')) && lockHolder(join(dataDir, 'launcher.lock')) !== undefined;
  if (!isRunning) return process.env;
  const { register } = await import('tsx/esm/api');
  register();
  const { runningEnv } = await import(pathToFileURL(join(root, 'tools', 'launcher', 'running-env.ts')).href);
  return runningEnv(root);
}

function notBuilt() {
  console.error('keepwell: nothing is built yet: run "npm run build" first');
  return 1;
}
