// Plain JavaScript: tools/launcher/start.mjs and tools/launcher/reset.mjs need it before anything is installed.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether the process runs. A zombie does not: nobody may ever reap it in a container without an init. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return statFields(pid)?.[0] !== 'Z';
}

/** The arguments of a running process, or undefined when there is none (or it may not be looked at). */
export function commandLine(pid) {
  if (process.platform === 'linux') {
    try {
      const raw = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return raw === '' ? undefined : raw.split('\0').filter((part) => part !== '');
    } catch {
      return undefined; // the process is gone
    }
  }
  return ps(pid, 'args=')?.split(/\s+/);
}

/** Distinguishes two processes that got the same pid one after the other. */
export function startMark(pid) {
  if (process.platform === 'linux') return statFields(pid)?.[19];
  return ps(pid, 'lstart=');
}

/** Waits until the process is gone. Returns false when it is still there after `timeoutMs`. */
export async function waitForExit(pid, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}

/** Sends the signals one after the other, each with its time to work, until the process is gone. */
export async function endProcess(pid, steps) {
  for (const { signal, waitMs } of steps) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // gone already
    }
    if (await waitForExit(pid, waitMs)) return;
  }
}

function statFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined; // gone, or a system without /proc
  }
}

function ps(pid, column) {
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    const line = execFileSync('ps', ['-ww', '-o', column, '-p', String(pid)], options).trim();
    return line === '' ? undefined : line;
  } catch {
    return undefined; // no such process
  }
}
