import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SpreadsheetFailureCode } from '../../domain/spreadsheet-failures.js';
import {
  type ReadLimits,
  type RefusalDetails,
  type Spreadsheet,
  type SpreadsheetReader,
  SpreadsheetRefused,
} from './port.js';

/** What the thread is given. */
export interface ThreadWork {
  readonly bytes: Uint8Array;
  readonly maxRows: number;
}

/** What comes back. */
export type ThreadAnswer =
  | { readonly read: Spreadsheet }
  | { readonly refused: { readonly code: SpreadsheetFailureCode; readonly details: RefusalDetails } };

const LIMIT_MS = 60_000;
const HEAP_MB = 512;

/** Built it is JavaScript beside this file; a process that runs from the sources, as tests do, has tsx to load TypeScript. */
const EXTENSION = extname(new URL(import.meta.url).pathname);
const MODULE = new URL(`./thread${EXTENSION}`, import.meta.url).href;
const START = 'import(require("node:worker_threads").workerData.module)';
const START_FROM_SOURCE = `import('tsx/esm/api').then(({ register }) => { register(); return ${START}; })`;

/**
 * Reads each file in a thread of its own, with a limit of memory and of time: a hostile file ends its thread, and neither stops the
 * event loop of the process nor takes its memory.
 */
export function threadedReader({ limitMs = LIMIT_MS, heapMb = HEAP_MB } = {}): SpreadsheetReader {
  return {
    read(bytes, { maxRows, signal }: ReadLimits) {
      signal?.throwIfAborted();
      // A copy, which the thread takes with it: the caller keeps the bytes.
      const own = Uint8Array.from(bytes);
      const thread = new Worker(EXTENSION === '.ts' ? START_FROM_SOURCE : START, {
        eval: true,
        execArgv: [],
        workerData: { module: MODULE, bytes: own, maxRows },
        transferList: [own.buffer],
        resourceLimits: { maxOldGenerationSizeMb: heapMb },
      });
      return new Promise<Spreadsheet>((resolve, reject) => {
        const late = setTimeout(() => settle(() => reject(new SpreadsheetRefused('parse_timeout'))), limitMs);
        const onAbort = () => settle(() => reject(signal?.reason));
        const settle = (how: () => void) => {
          clearTimeout(late);
          signal?.removeEventListener('abort', onAbort);
          void thread.terminate();
          how();
        };
        signal?.addEventListener('abort', onAbort);
        thread.once('message', (answer: ThreadAnswer) => settle(() => finish(answer, resolve, reject)));
        thread.once('error', (error) => settle(() => reject(refusalOf(error))));
        // After a message or an error it changes nothing.
        thread.once('exit', () => settle(() => reject(new Error('the reading thread has ended without an answer'))));
      });
    },
  };
}

function finish(answer: ThreadAnswer, resolve: (read: Spreadsheet) => void, reject: (error: Error) => void): void {
  if ('read' in answer) resolve(answer.read);
  else reject(new SpreadsheetRefused(answer.refused.code, answer.refused.details));
}

function refusalOf(error: Error & { readonly code?: string }): Error {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new SpreadsheetRefused('file_too_large') : error;
}
