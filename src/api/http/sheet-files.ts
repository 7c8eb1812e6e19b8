import { Readable } from 'node:stream';
import type { Controller } from '@tsoa/runtime';
import type { Request } from 'express';
import { CSV_MARK } from '../../domain/csv-text.js';

export const XLSX_MEDIA = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Whether a list is to be answered as CSV: by `format`, and where that is left out, by the `Accept` header. */
export function wantsCsv(request: Request, format: 'json' | 'csv' | undefined): boolean {
  return (format ?? accepted(request, ['json', 'csv'])) === 'csv';
}

/** As which file a list is to be answered, by `format`, else by the `Accept` header; null: as JSON. */
export function wantedFile(request: Request, format: 'json' | 'csv' | 'xlsx' | undefined): 'csv' | 'xlsx' | null {
  const wanted = format ?? accepted(request, ['json', 'csv', 'xlsx']);
  return wanted === 'csv' || wanted === 'xlsx' ? wanted : null;
}

/** What a cache on the way keeps of such an answer is for those who accept the same. */
function accepted(request: Request, types: string[]): string | false {
  request.res?.vary('Accept');
  return request.accepts(types);
}

/** Answers a CSV file that a browser saves under `name`. */
export function sendCsv(controller: Controller, name: string, text: string): Readable {
  return sendTable(controller, { name, format: 'csv', content: () => Readable.from([`${CSV_MARK}${text}`]) });
}

/** Answers a workbook that a browser saves under `name`. */
export function sendXlsx(controller: Controller, name: string, bytes: Uint8Array): Readable {
  return sendTable(controller, { name, format: 'xlsx', content: () => Readable.from([Buffer.from(bytes)]) });
}

const MEDIA = { csv: 'text/csv; charset=utf-8; header=present', xlsx: XLSX_MEDIA } as const;

/** Answers a list as a file that a browser saves under `name`; `content` is its bytes, which are read as fast as the client takes them. */
export function sendTable(
  controller: Controller,
  file: { readonly name: string; readonly format: 'csv' | 'xlsx'; readonly content: () => Readable },
): Readable {
  controller.setHeader('Content-Type', MEDIA[file.format]);
  controller.setHeader('Content-Disposition', `attachment; filename="${file.name}"`);
  return file.content();
}
