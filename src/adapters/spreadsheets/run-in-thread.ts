import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SpreadsheetFailureCode } from '../../domain/spreadsheet-failures.js';
import { type OnRows, type RefusalDetails, type RowsProgress, SpreadsheetRefused } from './port.js';

/** What a thread is given to read. */
export interface ThreadWork {
  readonly bytes: Uint8Array;
  readonly maxRows: number;
}

/** What any thread is given. */
type ThreadInput = Readonly<Record<string, unknown>> & { readonly bytes?: Uint8Array };

/** What comes back: how far it is, as often as it likes, and at last its answer. */
export type ThreadMessage<Answer> =
  | { readonly progress: RowsProgress }
  | { readonly answer: Answer }
  | { readonly refused: { readonly code: SpreadsheetFailureCode; readonly details: RefusalDetails } };

export interface ThreadLimits {
  readonly limitMs: number;
  readonly heapMb: number;
  /** Ends the thread at once. */
  readonly signal?: AbortSignal | undefined;
  readonly onRows?: OnRows | undefined;
}

/** Built it is JavaScript beside this file; a process that runs from the sources, as tests do, has tsx to load TypeScript. */
const EXTENSION = extname(new URL(import.meta.url).pathname);
const START = 'import(require("node:worker_threads").workerData.module)';
const START_FROM_SOURCE = `import('tsx/esm/api').then(({ register }) => { register(); return ${START}; })`;

/**
 * Has a module beside this file work on a file in a thread of its own, with a limit of memory and of time: a hostile file ends its
 * thread, and neither stops the event loop of the process nor takes its memory.
 * @throws SpreadsheetRefused what the thread refuses; `parse_timeout`, `file_too_large` at the limits. What `signal` says when it is aborted
 */
export function runInThread<Answer>(name: string, work: ThreadInput, limits: ThreadLimits): Promise<Answer> {
  const { limitMs, heapMb, signal, onRows } = limits;
  signal?.throwIfAborted();
  // A copy, which the thread takes with it: the caller keeps the bytes.
  const own = work.bytes && Uint8Array.from(work.bytes);
  const module = new URL(`./${name}${EXTENSION}`, import.meta.url).href;
  const thread = new Worker(EXTENSION === '.ts' ? START_FROM_SOURCE : START, {
    eval: true,
    execArgv: [],
    workerData: { ...work, module, bytes: own },
    transferList: own ? [own.buffer] : [],
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  return new Promise<Answer>((resolve, reject) => {
    const late = setTimeout(() => settle(() => reject(new SpreadsheetRefused('parse_timeout'))), limitMs);
    const onAbort = () => settle(() => reject(signal?.reason));
    const settle = (how: () => void) => {
      clearTimeout(late);
      signal?.removeEventListener('abort', onAbort);
      void thread.terminate();
      how();
    };
    signal?.addEventListener('abort', onAbort);
    thread.on('message', (message: ThreadMessage<Answer>) => {
      if ('progress' in message) onRows?.(message.progress);
      else if ('answer' in message) settle(() => resolve(message.answer));
      else settle(() => reject(new SpreadsheetRefused(message.refused.code, message.refused.details)));
    });
    thread.once('error', (error) => settle(() => reject(refusalOf(error))));
    // After a message or an error it changes nothing.
    thread.once('exit', () => settle(() => reject(new Error('the thread has ended without an answer'))));
  });
}

function refusalOf(error: Error & { readonly code?: string }): Error {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new SpreadsheetRefused('file_too_large') : error;
}
