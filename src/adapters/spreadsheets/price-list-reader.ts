import type { InterpretedList } from '../../domain/catalogue/interpret.js';
import type { PriceListLimits, PriceListReader, PriceListWork } from './port.js';
import { runInThread } from './run-in-thread.js';
import { HEAP_MB, LIMIT_MS } from './threaded-reader.js';

/** Reads each price list in a thread of its own: the file, whose it is, and what its rows say. */
export function threadedPriceListReader({ limitMs = LIMIT_MS, heapMb = HEAP_MB } = {}): PriceListReader {
  return {
    read: async (bytes: Uint8Array, work: PriceListWork, { maxRows, signal, onRows }: PriceListLimits) =>
      runInThread<InterpretedList>(
        'price-list-thread',
        { bytes, maxRows, ...work },
        { limitMs, heapMb, signal, onRows },
      ),
  };
}
