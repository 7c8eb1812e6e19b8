import { workerData } from 'node:worker_threads';
import { answerFrom } from './answer-from.js';
import { readFile } from './read-file.js';
import type { ThreadWork } from './run-in-thread.js';

const { bytes, maxRows } = workerData as ThreadWork;
await answerFrom(() => readFile(bytes, maxRows));
