import type { Controller } from '@tsoa/runtime';
import type { Request } from 'express';
import { invalid } from '../domain/errors.js';
import { isUuid } from '../domain/ids.js';
import { localsOf } from './request.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** What a cursor is made of: the sort key of the last row that was seen. */
export type CursorShape = Readonly<Record<string, 'time' | 'uuid' | 'integer'>>;
export type Cursor<S extends CursorShape> = { readonly [K in keyof S]: string };

export interface Page<S extends CursorShape> {
  readonly limit: number;
  /** Ask the database for this many: the extra row tells that there is a next page. */
  readonly fetch: number;
  readonly after: Cursor<S> | undefined;
}

/** Checks `limit` and `cursor` of a list. @throws DomainError validation_failed. */
export function readPage<S extends CursorShape>(
  limit: number | undefined,
  cursor: string | undefined,
  shape: S,
): Page<S> {
  const size = limit ?? DEFAULT_LIMIT;
  if (!Number.isInteger(size) || size < 1 || size > MAX_LIMIT) {
    throw invalid('limit', `The limit is a whole number from 1 to ${MAX_LIMIT}.`);
  }
  return { limit: size, fetch: size + 1, after: cursor === undefined ? undefined : decodeCursor(cursor, shape) };
}

/** One page of rows; when there are more, `Link: <...>; rel="next"` (RFC 8288) goes with the answer. */
export function sendPage<Row>(
  controller: Controller,
  request: Request,
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => Readonly<Record<string, string | Date>>,
): readonly Row[] {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined || rows.length <= limit) return page;
  const url = new URL(request.originalUrl, `${localsOf(request).settings.publicUrl}/`);
  url.searchParams.set('cursor', encodeCursor(cursorOf(last)));
  controller.setHeader('Link', `<${url.href}>; rel="next"`);
  return page;
}

export function encodeCursor(values: Readonly<Record<string, string | Date>>): string {
  return Buffer.from(JSON.stringify(values), 'utf8').toString('base64url');
}

export function decodeCursor<S extends CursorShape>(text: string, shape: S): Cursor<S> {
  const values = parse(text);
  const fits = Object.entries(shape).every(([name, kind]) => CHECKS[kind](values?.[name]));
  if (!values || !fits || Object.keys(values).length !== Object.keys(shape).length) {
    throw invalid('cursor', 'This cursor is not one of ours: take it from the Link header.');
  }
  return values as Cursor<S>;
}

const CHECKS: Readonly<Record<CursorShape[string], (value: unknown) => boolean>> = {
  time: isInstant,
  uuid: isUuid,
  integer: (value) => typeof value === 'string' && /^-?\d{1,15}$/.test(value),
};

/** As we write them: the database knows no year 0, and no 30 February, which `Date` takes for March. */
function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !/^(?!0000)\d{4}-/.test(value)) return false;
  const at = new Date(value);
  return !Number.isNaN(at.getTime()) && at.toISOString() === value;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    // Not JSON: the caller hears the same sentence as for any other foreign cursor.
    return null;
  }
}
