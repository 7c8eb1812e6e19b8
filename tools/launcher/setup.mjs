// Plain JavaScript with nothing but Node: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from './lock.mjs';

const OLDEST_NODE = [20, 19];
/** Where `npm run gen` writes. */
const GENERATED = [join('src', 'api', 'generated'), join('client', 'generated')];
const WAIT_MS = 20 * 60_000;
/** npm puts back what it had begun, which takes longer than anybody who pressed Ctrl-C wants to wait. */
const GIVE_UP_MS = 5_000;

/** Says why this machine cannot run the product, or undefined when it can. */
export function unsuitable() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantMajor, wantMinor] = OLDEST_NODE;
  if (major < wantMajor || (major === wantMajor && minor < wantMinor)) {
    return `Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}`;
  }
  if (process.platform === 'win32') return 'Windows is not supported: use WSL';
  return undefined;
}

/** Installs and builds what is missing or out of date. Two starts in one checkout do it one after the other. */
export async function setUp(root, { say, signal }) {
  if (isInstalled(root) && isBuilt(root)) return;
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const release = await takeLock(join(tmpdir(), `keepwell-setup-${name}.lock`), { waitMs: WAIT_MS, signal });
  if (release === undefined) throw new Error('Another set-up of this checkout does not come to an end');
  try {
    if (!isInstalled(root)) {
      say('Installing packages');
      const command = existsSync(join(root, 'package-lock.json')) ? 'ci' : 'install';
      await run(...npm([command, '--include=dev', '--no-fund', '--no-audit', '--loglevel=error']), { root, signal });
    }
    if (!isBuilt(root)) {
      say('Building');
      await run(process.execPath, [join(root, 'tools', 'build.mjs')], { root, signal });
    }
  } finally {
    release();
  }
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes its own list of what is there as the very
 * last step of an install, so an interrupted one never looks complete.
 */
export function isInstalled(root) {
  const there = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (there === undefined) return false;
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (wanted === undefined) return true;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = there[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version;
  });
}

/** Whether dist, and the generated sources of the tests, were built from the sources as they are. */
export function isBuilt(root) {
  return (
    existsSync(join(root, GENERATED[0], 'routes.ts')) && readText(join(root, 'dist', '.stamp')) === sourceStamp(root)
  );
}

/** A hash of everything that a build reads, but for what it generates itself. */
export function sourceStamp(root, mode = 'development') {
  const settings = readdirSync(root).filter((name) => /^(tsconfig.*|package|tsoa)\.json$/.test(name));
  const builders = ['build.mjs', 'bundle.mjs', 'openapi'].map((name) => join('tools', name));
  const programs = mode === 'development' ? ['sandbox', join('tools', 'launcher')] : [];
  return `${mode} ${stampOf(root, ['src', 'client', 'brand', ...settings, ...builders, ...programs])}`;
}

/** A hash of these files and of all below these folders, whatever is generated left out. */
export function stampOf(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((path) => filesBelow(root, path)).sort()) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

function filesBelow(root, path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .filter((file) => !GENERATED.some((folder) => file.startsWith(folder)));
}

/** Runs a program to its end with our own output; its whole group ends when the set-up is given up. */
export function run(program, args, { root, signal, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
    const kill = (name) => {
      try {
        process.kill(-child.pid, name);
      } catch {
        // It ended just now.
      }
    };
    const end = () => {
      kill('SIGTERM');
      setTimeout(() => kill('SIGKILL'), GIVE_UP_MS).unref();
    };
    signal?.addEventListener('abort', end, { once: true });
    child.once('error', reject);
    child.once('exit', (code, by) => {
      signal?.removeEventListener('abort', end);
      if (code === 0) resolve();
      else reject(new Error(`${args.find((arg) => !arg.startsWith('-')) ?? program} ended with ${code ?? by}`));
    });
    if (signal?.aborted === true) end();
  });
}

function npm(args) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, [script, ...args]] : ['npm', args];
}

function readPackages(path) {
  const text = readText(path);
  return text === undefined ? undefined : JSON.parse(text).packages;
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // not there yet
  }
}
