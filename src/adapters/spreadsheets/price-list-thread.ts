import { parentPort, workerData } from 'node:worker_threads';
import { interpretPriceList } from '../../domain/catalogue/interpret.js';
import type { ReadRow } from '../../domain/catalogue/list.js';
import { answerFrom } from './answer-from.js';
import { type OnRows, type PriceListWork, SpreadsheetRefused } from './port.js';
import { readFile } from './read-file.js';
import type { ThreadMessage, ThreadWork } from './run-in-thread.js';
import { MOST_TEXT } from './workbook.js';

const { bytes, maxRows, mappings, supplier } = workerData as ThreadWork & PriceListWork;
await answerFrom(async () => {
  const onRows: OnRows = (progress) => parentPort?.postMessage({ progress } satisfies ThreadMessage<never>);
  const list = await readFile(bytes, maxRows, onRows);
  const read = interpretPriceList(list, { mappings: new Map(Object.entries(mappings)), supplier }, onRows);
  if ('rows' in read) assertPostable(read.rows);
  return read;
});

/** A heading stands in each row, and a cell that is merged downwards in all of its rows: each of them is a copy for whoever is answered. */
function assertPostable(rows: readonly ReadRow[]): void {
  let left = MOST_TEXT * 2;
  for (const { raw } of rows) for (const heading in raw) left -= heading.length + (raw[heading]?.length ?? 0);
  if (left < 0) throw new SpreadsheetRefused('file_too_large');
}
