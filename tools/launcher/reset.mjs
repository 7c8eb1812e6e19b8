// `npm run reset`. Plain JavaScript: it has to work when the installed packages are what is broken.
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { dataDirOf, readSettings } from './env-file.mjs';
import { lockHolder } from './lock.mjs';
import { commandLine, endProcess, isAlive } from './processes.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const dataDir = dataDirOf(root, readSettings(root));

process.exitCode = await reset();

async function reset() {
  if (!existsSync(dataDir)) return say(`${dataDir} does not exist: nothing to do`, 0);
  if (!existsSync(join(dataDir, '.keepwell-data'))) {
    // A mistyped KEEPWELL_DATA_DIR must not cost anybody their files.
    return say(`${dataDir} was not made by npm start: not touched`, 1);
  }
  const holder = lockHolder(join(dataDir, 'launcher.lock'));
  if (holder !== undefined) return say(`npm start (pid ${holder}) is running on ${dataDir}: stop it first`, 1);
  if (!process.argv.includes('--yes') && !(await agreed())) return say('Nothing was changed', 1);
  await endLeftServers();
  for (const name of readdirSync(dataDir)) {
    const path = join(dataDir, name);
    // A database that its user could not reach here lives elsewhere, behind a link.
    const elsewhere = lstatSync(path).isSymbolicLink() ? dirname(readlinkSync(path)) : '';
    if (dirname(elsewhere) === '/var/lib/keepwell') rmSync(elsewhere, { recursive: true, force: true });
    rmSync(path, { recursive: true, force: true });
  }
  return say(`${dataDir} is empty`, 0);
}

async function agreed() {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise((resolve) => prompt.once('close', () => resolve('')));
  const answer = await Promise.race([
    prompt.question(`Delete the database, workflows, documents and mail in ${dataDir}? [y/N] `),
    closed,
  ]);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}

// A launcher that was killed leaves its servers running.
async function endLeftServers() {
  const steps = [
    { signal: 'SIGINT', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ];
  const noted = [
    Number(read(join(dataDir, 'postgres', 'postmaster.pid'))?.split('\n')[0]),
    Number(JSON.parse(read(join(dataDir, 'temporal', 'temporal.db.server.json')) ?? '{}').pid),
  ];
  for (const pid of noted.filter((value) => value > 0 && isAlive(value))) {
    const program = commandLine(pid)?.[0] ?? '';
    if (/(postgres|temporal)$/.test(program)) await endProcess(pid, steps);
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // that server was stopped in order
  }
}

function say(line, code) {
  console.log(`keepwell: ${line}`);
  return code;
}
