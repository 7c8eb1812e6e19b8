// `npm run gen`: routes and OpenAPI document from the controllers. Plain JavaScript: the build of a fresh checkout runs it.
// tsoa does not know what the middleware does for every route, so that is written into its document here, once.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, 'src', 'api', 'generated', 'openapi.json');
const PROBLEM = { $ref: '#/components/schemas/Problem' };
const seconds = { type: 'integer', minimum: 0 };

const HEADERS = {
  'X-Request-Id': {
    description: "The caller's if it sent a sane one; the same id is in logs and audit.",
    schema: { type: 'string' },
  },
  'RateLimit-Limit': { description: 'Requests per window.', schema: seconds },
  'RateLimit-Remaining': { description: 'Requests that are left in this window.', schema: seconds },
  'RateLimit-Reset': { description: 'Seconds until the window ends.', schema: seconds },
  'Retry-After': { description: 'Seconds to wait before trying again.', schema: seconds },
  Link: {
    description: 'The next page, as `<url>; rel="next"` (RFC 8288); absent on the last one.',
    schema: { type: 'string' },
  },
  'WWW-Authenticate': { description: '`Bearer`.', schema: { type: 'string' } },
};

const KEY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key, caller and body give the same answer; the same key with another body is a 422.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
};

const KEY = { $ref: '#/components/parameters/IdempotencyKey' };

generate();
const document = JSON.parse(readFileSync(file, 'utf8'));
document.components.headers = HEADERS;
document.components.parameters = { IdempotencyKey: KEY_PARAMETER };
for (const [path, operations] of Object.entries(document.paths)) {
  for (const operation of Object.values(operations)) complete(path, operation, document);
}
writeFileSync(file, `${JSON.stringify(document, null, '\t')}\n`);

function generate() {
  const cli = join('node_modules', '@tsoa', 'cli', 'dist', 'cli.js');
  const { status } = spawnSync(process.execPath, [cli, 'spec-and-routes'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}

function complete(path, operation, { components }) {
  const body = operation.requestBody;
  // A missing body is read as an empty object: it is only needed where a member is.
  if (body) body.required = (bodySchema(body, components).required ?? []).length > 0;
  if (/Idempotency-Key/.test(operation.description ?? '')) {
    operation.parameters = [...(operation.parameters ?? []), KEY];
  }
  for (const [status, description] of everywhere(path, operation)) {
    operation.responses[status] ??= { description, content: { 'application/json': { schema: PROBLEM } } };
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    asProblem(response);
    asItsOwnMedia(response);
    response.headers = headersOf(path, status, response);
  }
}

function bodySchema(body, components) {
  const schema = body.content['application/json']?.schema ?? {};
  return schema.$ref ? components.schemas[schema.$ref.split('/').pop()] : schema;
}

/** What the middleware answers, whatever the controller says. */
function everywhere(path, operation) {
  const all = [];
  const parameters = operation.parameters ?? [];
  if (operation.requestBody || parameters.length > 0) all.push(['400', 'A field is not valid']);
  if (operation.requestBody || path.startsWith('/webhook')) all.push(['413', 'The body is too large']);
  if (operation.requestBody) all.push(['415', 'The body is not JSON']);
  if (parameters.some(({ $ref }) => $ref === KEY.$ref))
    all.push(['422', 'The Idempotency-Key was used for another request']);
  if (parameters.some(({ in: place }) => place === 'path')) all.push(['404', 'Nothing of this id']);
  if (path.startsWith('/api'))
    all.push(['429', 'Rate limit exceeded'], ['503', 'Out of reach for a moment; see Retry-After']);
  return all;
}

/** Errors are problem documents (RFC 9457); tsoa calls every object application/json. */
function asProblem(response) {
  const json = response.content?.['application/json'];
  if (json?.schema?.$ref !== PROBLEM.$ref) return;
  const { 'application/json': _, ...others } = response.content;
  response.content = { ...others, 'application/problem+json': json };
}

/** Of several media types tsoa gives each the whole union: what is no JSON is a plain text. */
function asItsOwnMedia(response) {
  const json = response.content?.['application/json'];
  if (!json?.schema?.anyOf || Object.keys(response.content).length < 2) return;
  json.schema = json.schema.anyOf.find(({ format }) => format !== 'byte');
  for (const type of Object.keys(response.content)) {
    if (type !== 'application/json') response.content[type] = { schema: { type: 'string' } };
  }
}

function headersOf(path, status, response) {
  const names = ['X-Request-Id'];
  if (path.startsWith('/api')) names.push('RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset');
  if (status === '429' || status === '503') names.push('Retry-After');
  if (status === '401') names.push('WWW-Authenticate');
  if (response.content?.['application/json']?.schema?.type === 'array') names.push('Link');
  const references = names.map((name) => [name, { $ref: `#/components/headers/${name}` }]);
  return { ...Object.fromEntries(references), ...response.headers };
}
