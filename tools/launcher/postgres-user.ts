import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LauncherError } from './errors.js';

/** The user that PostgreSQL runs as when we are root, which it refuses to be. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** Root's home is usually closed to others: a database that belongs there lives here, behind a symbolic link. */
const OUTSIDE = '/var/lib/keepwell';

/**
 * The user for a server on `dataDir`: the owner of the data, else `postgres`, else `nobody`; undefined when we are not
 * root and simply stay who we are.
 *
 * @throws LauncherError when the data belongs to somebody else, or root finds no user to become
 */
export function serverUser(dataDir: string): ServerUser | undefined {
  const self = process.getuid?.() ?? 0;
  const owner = existsSync(join(dataDir, 'PG_VERSION')) ? statSync(dataDir) : undefined;
  if (self !== 0) {
    if (owner !== undefined && owner.uid !== self) {
      throw new LauncherError(
        `The database in ${dataDir} belongs to another user: start as that user or run the reset`,
      );
    }
    return undefined;
  }
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const user = accountOf('postgres') ?? accountOf('nobody');
  if (user === undefined) throw new LauncherError('PostgreSQL cannot run as root, and there is no user to run it as');
  // A copy made by root has root as its owner everywhere.
  if (owner !== undefined) chownTree(dataDir, user);
  return user;
}

/** Whether the user may walk down to `path` and, for a directory, into it. */
export function canReach(path: string, user: ServerUser): boolean {
  for (let current = resolve(path); ; current = dirname(current)) {
    const { mode, uid, gid } = statSync(current);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (current === dirname(current)) return true;
  }
}

/**
 * Makes sure that the server's user can reach `dataDir` and returns where the data really is. Only our own directory
 * is opened (`o+x`); when one above it is closed, the data goes to a folder of the system and `dataDir` links to it.
 */
export function placeDataDir(dataDir: string, user: ServerUser | undefined): string {
  mkdirSync(dirname(dataDir), { recursive: true });
  const parent = realpathSync(dirname(dataDir));
  const real = join(parent, dataDir.slice(dirname(dataDir).length + 1));
  if (isLink(real)) {
    const target = readlinkSync(real);
    if (existsSync(dirname(target))) return target;
    rmSync(real);
  }
  if (user === undefined || canReach(parent, user)) return real;
  chmodSync(parent, statSync(parent).mode | 0o001);
  if (canReach(parent, user)) return real;
  if (existsSync(real)) throw new LauncherError(`The database's user cannot reach ${real}: set KEEPWELL_DATA_DIR`);
  return linkOutside(real);
}

/** Gives a directory and all that is in it to the server's user. */
export function chownTree(path: string, user: ServerUser): void {
  chownSync(path, user.uid, user.gid);
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(path, name), user.uid, user.gid);
  }
}

function linkOutside(link: string): string {
  mkdirSync(OUTSIDE, { recursive: true });
  chmodSync(OUTSIDE, 0o755);
  for (const name of readdirSync(OUTSIDE)) removeAbandoned(join(OUTSIDE, name));
  const home = join(OUTSIDE, randomBytes(6).toString('hex'));
  mkdirSync(home);
  chmodSync(home, 0o711);
  writeFileSync(join(home, 'origin'), link);
  const target = join(home, 'postgres');
  symlinkSync(target, link);
  return target;
}

// Whoever deletes the data directory by hand leaves the linked part behind.
function removeAbandoned(home: string): void {
  const note = join(home, 'origin');
  if (!existsSync(note) || existsSync(join(home, 'postgres', 'postmaster.pid'))) return;
  const link = readFileSync(note, 'utf8');
  if (isLink(link) && readlinkSync(link) === join(home, 'postgres')) return;
  rmSync(home, { recursive: true, force: true });
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function accountOf(name: string): ServerUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
