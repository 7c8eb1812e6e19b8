import { parentPort, workerData } from 'node:worker_threads';
import { SpreadsheetRefused } from './port.js';
import { readFile } from './read-file.js';
import type { ThreadAnswer, ThreadWork } from './threaded-reader.js';

// The thread in which one file is read: it ends with its answer. Of an error that is no refusal nothing but its end is known outside.
const { bytes, maxRows } = workerData as ThreadWork;
const answer = await readFile(bytes, maxRows).then(
  (read): ThreadAnswer => ({ read }),
  (error: unknown): ThreadAnswer => {
    if (!(error instanceof SpreadsheetRefused)) throw error;
    return { refused: { code: error.code, details: error.details } };
  },
);
parentPort?.postMessage(answer);
