import type { WorkbookWriter } from './port.js';
import { runInThread } from './run-in-thread.js';
import { HEAP_MB, LIMIT_MS } from './threaded-reader.js';

/** Writes each workbook in a thread of its own: 50,000 rows take seconds, in which a server would answer nobody. */
export function threadedWriter({ limitMs = LIMIT_MS, heapMb = HEAP_MB } = {}): WorkbookWriter {
  return { write: (sheets) => runInThread<Uint8Array>('write-thread', { sheets }, { limitMs, heapMb }) };
}
