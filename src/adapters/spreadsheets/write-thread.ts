import { workerData } from 'node:worker_threads';
import { answerFrom } from './answer-from.js';
import type { WrittenSheet } from './port.js';
import { writeWorkbook } from './write-workbook.js';

const { sheets } = workerData as { readonly sheets: readonly WrittenSheet[] };
await answerFrom(() => writeWorkbook(sheets));
