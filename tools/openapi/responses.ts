import { PROBLEM_EXAMPLES } from '../../src/api/http/examples.js';
import { HTTP_STATUS } from '../../src/api/http/problem.js';
import { ERROR_CODES, type ErrorCode } from '../../src/domain/errors.js';
import {
  type Document,
  type Example,
  isReference,
  type Media,
  type Operation,
  type Response,
  type Route,
  routesOf,
} from './document.js';
import { addHeaders, HEADERS } from './headers.js';
import { honoursKey } from './operations.js';

const PROBLEM = '#/components/schemas/Problem';
const PROBLEM_MEDIA = 'application/problem+json';

/** Answers that read the same at every operation, by the name under which they are shared. */
const SHARED: Readonly<Record<string, { readonly name: string; readonly description: string }>> = {
  401: { name: 'NotSignedIn', description: 'Not signed in, or the session has ended.' },
  403: { name: 'NotAllowed', description: 'Signed in, but not allowed to do this.' },
  413: { name: 'TooLarge', description: 'The body is too large.' },
  415: { name: 'UnsupportedMediaType', description: 'The body is not JSON in UTF-8.' },
  422: { name: 'KeyReused', description: 'The Idempotency-Key was used for another request.' },
  429: { name: 'RateLimited', description: 'Too many requests; see Retry-After.' },
  503: {
    name: 'Unavailable',
    description: 'Unavailable for a moment; see Retry-After. Nothing was done that a retry would double.',
  },
};

/** The code that a status has at every operation; others are named in the operation's description. */
const USUAL: Readonly<Record<string, ErrorCode>> = {
  400: 'validation_failed',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  422: 'idempotency_conflict',
  429: 'rate_limited',
  503: 'unavailable',
};

/** Every answer gets its media type, its headers and its examples; errors that are the same everywhere are shared. */
export function completeResponses(document: Document): void {
  const { components } = document;
  components.headers = HEADERS;
  components.examples = Object.fromEntries(ERROR_CODES.map((code) => [code, exampleOf(code)]));
  components.responses = {};
  for (const route of routesOf(document)) {
    for (const [status, description] of everywhere(route)) {
      route.operation.responses[status] ??= {
        description,
        content: { 'application/json': { schema: { $ref: PROBLEM } } },
      };
    }
    for (const [status, response] of Object.entries(route.operation.responses)) {
      if (isReference(response)) continue;
      asProblem(response, status, route.operation);
      asItsOwnMedia(response);
      nameExamples(response);
      addHeaders(route, status, response);
      if (!response.description) response.description = 'Done';
      share(document, route, status, response);
    }
  }
}

function exampleOf(code: ErrorCode): Example {
  // The compiler asks for it, too, but this runs before.
  const value = Object.entries(PROBLEM_EXAMPLES).find(([name]) => name === code)?.[1];
  if (!value) throw new Error(`src/api/http/examples.ts has no example of ${code}`);
  return { summary: value.title, value };
}

/** What the middleware answers, whatever the controller says. */
function everywhere({ path, operation }: Route): readonly (readonly [string, string])[] {
  const all: [string, string][] = [];
  const parameters = operation.parameters ?? [];
  const inPath = parameters.some((one) => !isReference(one) && one.in === 'path');
  const read = operation.requestBody || parameters.length > 0;
  all.push(['400', read ? 'A field or a parameter is not valid' : 'The request cannot be read']);
  if (operation.requestBody || path.startsWith('/webhook')) all.push(['413', '']);
  if (operation.requestBody) all.push(['415', '']);
  if (honoursKey(operation)) all.push(['422', '']);
  if (inPath) all.push(['404', 'Nothing of this id']);
  if ((operation.security ?? []).length > 0) all.push(['401', ''], ['403', '']);
  if (path.startsWith('/api')) all.push(['429', ''], ['503', '']);
  return all;
}

/** Errors are problem documents (RFC 9457); tsoa calls every object application/json. */
function asProblem(response: Response, status: string, operation: Operation): void {
  const json = response.content?.['application/json'];
  if (json?.schema?.$ref !== PROBLEM) return;
  const examples = Object.fromEntries(
    codesOf(status, operation).map((code) => [code, { $ref: `#/components/examples/${code}` }]),
  );
  response.content = { [PROBLEM_MEDIA]: { schema: { $ref: PROBLEM }, examples } };
}

/** The codes of a status: the usual one, and those that the operation's description names. */
export function codesOf(status: string, operation: Operation): readonly ErrorCode[] {
  const named = ERROR_CODES.filter(
    (code) => String(HTTP_STATUS[code]) === status && operation.description?.includes(`\`${code}\``),
  );
  const usual = USUAL[status] ?? (named.length === 0 && status === '409' ? 'invalid_transition' : undefined);
  return [...new Set([...(usual ? [usual] : []), ...named])];
}

/** Of several media types tsoa gives each the whole union: what is no JSON is a text, or the bytes of a file. */
function asItsOwnMedia(response: Response): void {
  for (const [type, media] of Object.entries(response.content ?? {})) {
    if (/json$/.test(type)) {
      const own = media.schema?.anyOf?.find(({ format }) => format !== 'byte');
      if (own && Object.keys(response.content ?? {}).length > 1) media.schema = own;
    } else {
      const example = type.startsWith('text/') ? FILES[type] : undefined;
      replaceMedia(media, {
        schema: type.startsWith('text/') ? { type: 'string' } : { type: 'string', format: 'binary' },
      });
      if (example) media.examples = { file: { value: example } };
    }
  }
}

const FILES: Readonly<Record<string, string>> = {
  'text/calendar': 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n…\r\nEND:VCALENDAR\r\n',
  'text/csv': 'date,clinic,provider,method,currency,payments,captured,refunded,fees,disputes,net\r\n',
};

function replaceMedia(media: Media, by: Media): void {
  delete media.examples;
  Object.assign(media, by);
}

/** tsoa calls them "Example 1". */
function nameExamples(response: Response): void {
  for (const media of Object.values(response.content ?? {})) {
    const own = media.examples?.['Example 1'];
    if (own) media.examples = { answer: own };
  }
}

function share(document: Document, { path, operation }: Route, status: string, response: Response): void {
  const shared = SHARED[status];
  if (!shared || !response.content?.[PROBLEM_MEDIA]) return;
  const codes = codesOf(status, operation);
  // Where there is no login to fail, these say what else was wrong.
  const own = /^40[13]$/.test(status) && (operation.security ?? []).length === 0;
  const plain = path.startsWith('/api') && !own && codes.length === 1 && codes[0] === USUAL[status];
  if (!plain) {
    response.description ||= shared.description;
    return;
  }
  const responses = document.components.responses ?? {};
  responses[shared.name] ??= { ...response, description: shared.description };
  operation.responses[status] = { $ref: `#/components/responses/${shared.name}` };
}
