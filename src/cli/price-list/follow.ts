import { setTimeout as delay } from 'node:timers/promises';
import { progressOf } from '../../api/catalogue/import-presenter.js';
import type { ImportState } from '../../domain/list-import-states.js';
import type { ImportView } from '../../usecases/catalogue/imports/read-imports.js';
import { progressView } from './progress.js';
import type { Terminal } from './terminal.js';

const LOOK_MS = 250;
/** A worker that runs begins within a second. */
const BEGINS_MS = 4_000;
/** Between two signs of life: one transaction writes thousands of rows. */
const SILENT_MS = 15_000;

/** States in which a worker has something to do. */
const UNDER_WAY: readonly ImportState[] = ['received', 'reading', 'applying', 'undoing'];

/**
 * Follows an import until a worker has nothing to do with it, and shows how far it is.
 * @returns null when the command was ended before: the import goes on
 */
export async function followImport(
  read: () => Promise<ImportView>,
  terminal: Terminal,
  stop: AbortSignal,
): Promise<ImportView | null> {
  const progress = progressView(terminal);
  const watch = silenceWatch();
  try {
    while (!stop.aborted) {
      const found = await read();
      const { state, rowsProcessed, rowsTotal } = found;
      progress.show({ state, percent: progressOf(found), rowsProcessed, rowsTotal });
      if (!UNDER_WAY.includes(state)) return found;
      const sentence = watch(found, Date.now());
      if (sentence !== null) {
        progress.clear();
        terminal.note(sentence);
      }
      await pause(stop);
    }
    return null;
  } finally {
    progress.clear();
  }
}

/** Says once why nothing happens, each time that an import stands still. */
function silenceWatch(): (found: ImportView, now: number) => string | null {
  let last = { sign: '', at: 0, isNoted: false };
  return ({ id, state, rowsProcessed }, now) => {
    const sign = `${state} ${rowsProcessed}`;
    if (sign !== last.sign) last = { sign, at: now, isNoted: false };
    const isNew = state === 'received';
    if (last.isNoted || now - last.at < (isNew ? BEGINS_MS : SILENT_MS)) return null;
    last.isNoted = true;
    const wait = isNew ? 'waits for a worker' : 'waits for a worker, or one has much to do with it';
    return `Import ${id} ${wait}. It goes on when a worker runs, with this command or without it.`;
  };
}

async function pause(stop: AbortSignal): Promise<void> {
  await delay(LOOK_MS, undefined, { signal: stop }).catch((error: unknown) => {
    // Ended meanwhile: the loop sees it.
    if (!stop.aborted) throw error;
  });
}
