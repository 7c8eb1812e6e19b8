import type { Controller } from '@tsoa/runtime';
import type { Request } from 'express';
import { invalid } from '../../domain/errors.js';
import { isUuid } from '../../domain/ids.js';
import { localsOf } from './request.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** The sort key of the last row that was seen. */
export interface Cursor {
  readonly at: string;
  readonly id: string;
}

export interface Page {
  readonly limit: number;
  /** Ask the database for this many: the extra row shows that there is a next page. */
  readonly fetch: number;
  readonly after: Cursor | undefined;
}

/** Checks `limit` and `cursor` of a list. @throws DomainError validation_failed, also for the cursor of another list */
export function readPage(request: Request, limit: number | undefined, cursor: string | undefined): Page {
  const size = limit ?? DEFAULT_LIMIT;
  if (!Number.isInteger(size) || size < 1 || size > MAX_LIMIT) {
    throw invalid('limit', `The limit is a whole number from 1 to ${MAX_LIMIT}.`);
  }
  const after = cursor === undefined ? undefined : readCursor(request, cursor);
  return { limit: size, fetch: size + 1, after };
}

/** @throws DomainError validation_failed unless it is a cursor of the list that was asked for */
export function readCursor(request: Request, cursor: string): Cursor {
  return decodeCursor(listOf(routeOf(request)), cursor);
}

/** What was fetched for a page: one row more than `limit` where there is a next page. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly limit: number;
  readonly cursorOf: (last: Row) => { readonly at: string | Date; readonly id: string };
}

/** One page of rows; when there are more, `Link: <...>; rel="next"` (RFC 8288) goes with the answer. */
export function sendPage<Row>(
  controller: Controller,
  request: Request,
  { rows, limit, cursorOf }: Rows<Row>,
): readonly Row[] {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined || rows.length <= limit) return page;
  sendNextLink(controller, request, 'cursor', encodeCursor(listOf(routeOf(request)), cursorOf(last)));
  return page;
}

/** `Link: <...>; rel="next"` (RFC 8288): the same request with another value of this parameter. */
export function sendNextLink(controller: Controller, request: Request, name: string, value: string): void {
  const url = new URL(request.originalUrl, `${localsOf(request).settings.publicUrl}/`);
  url.searchParams.set(name, value);
  controller.setHeader('Link', `<${url.href}>; rel="next"`);
}

function routeOf(request: Request): string {
  const path: unknown = request.route?.path;
  if (typeof path !== 'string') throw new Error('a page outside a route');
  return path;
}

/** What the cursors of a list begin with: `orders` of `/api/v1/orders`, `clinics-members` of `/api/v1/clinics/{id}/members`. */
export function listOf(route: string): string {
  return route
    .replace(/^\/api\/v\d+\//, '')
    .replaceAll(/\/(\{\w+\}|:\w+)/g, '')
    .replaceAll('/', '-');
}

/** Opaque to clients, but with a form that the API document states, so that a wrong one is seen as such. */
export function encodeCursor(list: string, { at, id }: { readonly at: string | Date; readonly id: string }): string {
  return `${list}.${String(new Date(at).getTime()).padStart(13, '0')}.${id}`;
}

/** The form of a list's cursors, as a regular expression. */
export function cursorPattern(list: string): string {
  return `^${list}[.][0-9]{13}[.][0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`;
}

export function decodeCursor(list: string, text: string): Cursor {
  const [, time = '', id = ''] = new RegExp(cursorPattern(list)).test(text) ? text.split('.') : [];
  if (!isUuid(id)) throw invalid('cursor', 'This is no cursor of this list: take it from the Link header.');
  return { at: new Date(Number(time)).toISOString(), id };
}
