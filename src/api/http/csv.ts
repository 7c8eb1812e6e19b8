import { Readable } from 'node:stream';
import type { Controller } from '@tsoa/runtime';
import type { Request } from 'express';

export type CsvValue = string | number | boolean | null;

/** Whether a list is to be answered as CSV: by `format`, and where that is left out, by the `Accept` header. */
export function wantsCsv(request: Request, format: 'json' | 'csv' | undefined): boolean {
  return (format ?? request.accepts(['json', 'csv'])) === 'csv';
}

/** Answers a file that a browser saves under `name`. */
export function sendCsv(controller: Controller, name: string, text: string): Readable {
  controller.setHeader('Content-Type', 'text/csv; charset=utf-8; header=present');
  controller.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  return Readable.from([text]);
}

/** Rows as CSV (RFC 4180), with a heading. */
export function csvText<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, CsvValue>>[],
): string {
  const lines = rows.map((row) => columns.map((column) => csvField(row[column])).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}

/**
 * Words that a spreadsheet would take for a formula are quoted as text; figures, negative ones too, stay figures. The wide forms of the
 * signs count as the signs where the spreadsheet's language is Japanese or Chinese (OWASP, CSV injection).
 */
function csvField(value: CsvValue): string {
  const text = String(value ?? '');
  const figure = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !figure && /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
