// `npm run reconcile -- --from <date> --to <date>`: the command of the built product. While `npm start` runs here it
// gets that instance's settings; else it reads its own, as in production.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dataDirOf, readSettings } from './env-file.mjs';
import { lockHolder } from './lock.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const command = join(root, 'dist', 'cli', 'main.js');

process.exitCode = existsSync(command) ? await run() : notBuilt();

async function run() {
  const args = ['--enable-source-maps', command, 'reconcile', ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { cwd: root, env: await environment(), stdio: 'inherit' });
  return status ?? 1;
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
