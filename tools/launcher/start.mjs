// `npm start`. Plain JavaScript with nothing but Node: it may be what installs everything else.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dataDirOf, readSettings } from './env-file.mjs';
import { lockHolder } from './lock.mjs';
import { setUp, unsuitable } from './setup.mjs';

const SAME_SIGNAL_MS = 2_000;
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const stopping = new AbortController();
const forcing = new AbortController();
let firstSignalAt = 0;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => {
    if (firstSignalAt === 0) {
      firstSignalAt = Date.now();
      stopping.abort();
      return;
    }
    // npm forwards the signal that its group has got already: one within a moment is the same one.
    if (Date.now() - firstSignalAt > SAME_SIGNAL_MS) forcing.abort();
  });
}
// A bug in the launcher must not leave the services running either.
let crashed = false;
process.on('uncaughtException', (error) => {
  console.error(error);
  crashed = true;
  stopping.abort();
});
// Whoever reads our output may go away first; the services must still be stopped in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const code = await main();
process.exit(crashed ? 1 : code);

async function main() {
  const reason = unsuitable();
  if (reason !== undefined) return fail(reason);
  try {
    withdrawReadyFile();
    await setUp(root, { say: (line) => console.log(`keepwell: ${line}`), signal: stopping.signal });
    if (stopping.signal.aborted) return 0;
    process.chdir(root);
    process.setSourceMapsEnabled(true);
    const { launch } = await import(pathToFileURL(join(root, 'dist', 'programs', 'launcher.mjs')).href);
    return await launch({ root, stop: stopping.signal, force: forcing.signal });
  } catch (error) {
    if (stopping.signal.aborted) return 0;
    return fail(error instanceof Error ? error.message : String(error));
  }
}

// Left by a launcher that was killed: whoever polls it must not take it for this one's.
function withdrawReadyFile() {
  const dataDir = dataDirOf(root, readSettings(root));
  if (lockHolder(join(dataDir, 'launcher.lock')) === undefined) rmSync(join(dataDir, 'ready.json'), { force: true });
}

function fail(reason) {
  console.error(`keepwell: ${reason}`);
  return 1;
}
