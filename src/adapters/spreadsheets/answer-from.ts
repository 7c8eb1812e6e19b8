import { parentPort } from 'node:worker_threads';
import { SpreadsheetRefused } from './port.js';
import type { ThreadMessage } from './run-in-thread.js';

/** Sends the answer of a thread, with which it ends. Of an error that is no refusal nothing but the thread's end is known outside. */
export async function answerFrom<Answer>(work: () => Promise<Answer>): Promise<void> {
  const message = await work().then(
    (answer): ThreadMessage<Answer> => ({ answer }),
    (error: unknown): ThreadMessage<Answer> => {
      if (!(error instanceof SpreadsheetRefused)) throw error;
      return { refused: { code: error.code, details: error.details } };
    },
  );
  parentPort?.postMessage(message);
}
