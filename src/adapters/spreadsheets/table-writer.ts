import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { writeXlsxStream } from 'hucre';
import { CSV_MARK, csvRows } from '../../domain/csv-text.js';
import type { ColumnFormat, TableCell } from '../../domain/table-columns.js';
import type { TableFile, TableWriter, WrittenTable } from './port.js';
import { TEXT_FORMAT, writtenText } from './written-text.js';

const NUMBER_FORMATS: Readonly<Record<ColumnFormat, string | null>> = {
  text: TEXT_FORMAT,
  figure: null,
  price: '0.00',
  rate: '0.0000',
};

/**
 * Writes a table batch by batch. The file is kept compressed, some 80 bytes for each row of the catalogue, until all of it is written: a
 * client that reads slowly holds no connection of the database, and one that is answered at all is answered with the whole file.
 */
export function tableWriter(): TableWriter {
  return { write: (table) => (table.format === 'csv' ? writeCsv(table) : writeXlsx(table)) };
}

async function writeCsv({ columns, batches }: WrittenTable): Promise<TableFile> {
  async function* lines() {
    yield CSV_MARK + csvRows([columns.map(({ heading }) => heading)]);
    for await (const batch of batches) if (batch.length > 0) yield csvRows(batch);
  }
  const chunks: Uint8Array[] = [];
  await pipeline(Readable.from(lines()), createGzip({ level: 1 }), async (packed) => {
    for await (const chunk of packed) chunks.push(chunk);
  });
  return { content: () => Readable.from(chunks).pipe(createGunzip()) };
}

async function writeXlsx({ name, columns, batches }: WrittenTable): Promise<TableFile> {
  async function* rows() {
    yield columns.map(({ heading }) => writtenText(heading));
    for await (const batch of batches) {
      for (const row of batch) yield row.map((value, at) => cellOf(value, columns[at]?.format ?? 'text'));
    }
  }
  const formats = columns.map(({ format }) => {
    const numFmt = NUMBER_FORMATS[format];
    return numFmt === null ? {} : { numFmt };
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeXlsxStream(rows(), { name, columns: formats, freezePane: { rows: 1 } }))
    chunks.push(chunk);
  return { content: () => Readable.from(chunks) };
}

function cellOf(value: TableCell, format: ColumnFormat): TableCell {
  if (typeof value !== 'string') return value;
  return format === 'price' || format === 'rate' ? Number(value) : writtenText(value);
}
