// Plain JavaScript: tools/launcher/start.mjs and tools/launcher/reset.mjs need it before anything is installed.
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, startMark } from './processes.mjs';

/**
 * Takes a lock file, waiting for a live holder up to `waitMs`; the lock of a dead process is taken over.
 * Returns the function that gives it back, or undefined when a live process still holds it.
 */
export async function takeLock(path, { waitMs = 0, signal, onWait } = {}) {
  const own = `${process.pid} ${startMark(process.pid) ?? ''} ${randomBytes(6).toString('hex')}`;
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const deadline = Date.now() + waitMs;
  writeFileSync(draft, own, { mode: 0o600 });
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (tryLink(draft, path)) return () => release(path, own);
      const seen = readLock(path);
      if (seen !== undefined && !holderOf(seen)) {
        takeAway(path, seen);
        continue;
      }
      if (Date.now() >= deadline) return undefined;
      onWait?.();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The pid of the live process that holds the lock, if there is one. */
export function lockHolder(path) {
  const seen = readLock(path);
  return seen === undefined ? undefined : holderOf(seen);
}

function holderOf(content) {
  const [pidText = '', mark = ''] = content.split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  return mark === '' || startMark(pid) === mark ? pid : undefined;
}

function tryLink(draft, path) {
  try {
    // A hard link appears whole and only once: no reader ever sees a half-written lock.
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function takeAway(path, seen) {
  const aside = `${path}.stale.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // another process was faster
  }
  // Between reading and renaming somebody else may have taken the lock over: give theirs back.
  if (readLock(aside) !== seen) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function release(path, own) {
  if (readLock(path) === own) rmSync(path, { force: true });
}

function readLock(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // released meanwhile
  }
}
