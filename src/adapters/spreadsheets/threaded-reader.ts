import type { ReadLimits, Spreadsheet, SpreadsheetReader } from './port.js';
import { runInThread } from './run-in-thread.js';

export const LIMIT_MS = 60_000;
export const HEAP_MB = 512;

/** Reads each file in a thread of its own. */
export function threadedReader({ limitMs = LIMIT_MS, heapMb = HEAP_MB } = {}): SpreadsheetReader {
  return {
    read: async (bytes, { maxRows, signal }: ReadLimits) =>
      runInThread<Spreadsheet>('thread', { bytes, maxRows }, { limitMs, heapMb, signal }),
  };
}
