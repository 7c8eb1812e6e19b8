// Preloaded into the launcher's children: when the launcher is killed, nobody else would ever end them.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { lockHolder } from './lock.mjs';

const CHECK_MS = 500;
const DRAIN_MS = 10_000;
const launcher = Number(process.env.KEEPWELL_LAUNCHER_PID);
const dataDir = process.env.KEEPWELL_DATA_DIR;

// Worker threads inherit the preload, but one watcher is enough.
if (isMainThread && launcher > 0 && dataDir !== undefined) {
  const timer = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(timer);
    withdrawReadyFile();
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), DRAIN_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_MS);
  timer.unref();
}

// What it promises is over. The next launcher may be up already, and then the file is its own.
function withdrawReadyFile() {
  if (lockHolder(join(dataDir, 'launcher.lock')) === undefined) rmSync(join(dataDir, 'ready.json'), { force: true });
}
