import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from } from 'pg-copy-streams';

// What the driver reads at every query, and does not name in its types; `tests/integration/models/copy-in.test.ts` holds it to that.
declare module 'pg' {
  interface ClientBase {
    pipeline: boolean;
  }
}

/** What stands in a column of a row that is copied; an object as JSON. */
export type CopiedValue = string | number | null | object;

/**
 * Copies rows into a table, whatever their number: `statement` is a `copy … from stdin` in text format. Nothing else may be asked of the
 * connection meanwhile: a copy is a conversation, and the driver refuses one between statements that it sends without waiting.
 */
export async function copyIn(
  client: pg.PoolClient,
  statement: string,
  rows: Iterable<readonly CopiedValue[]>,
): Promise<void> {
  client.pipeline = false;
  try {
    await pipeline(Readable.from(chunksOf(rows)), client.query(from(statement)));
  } finally {
    client.pipeline = true;
  }
}

/** One chunk of some 64 kB at a time: a chunk for each row would cost more than its row. */
function* chunksOf(rows: Iterable<readonly CopiedValue[]>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.map(printed).join('\t')}\n`;
    if (chunk.length < 65_536) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function printed(value: CopiedValue): string {
  if (value === null) return '\\N';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}
