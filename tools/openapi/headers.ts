import { isReference, type Response, type Route } from './document.js';
import { honoursKey } from './operations.js';

const seconds = { type: 'integer', minimum: 0 };

/** Every header that an answer of ours may carry, by its name. */
export const HEADERS = {
  'X-Request-Id': {
    description: "The caller's if it sent a sane one; the same id is in logs and audit.",
    schema: { type: 'string' },
  },
  'RateLimit-Limit': {
    description: 'Requests per window: of the limit that refused, else of the tightest that counted this request.',
    schema: seconds,
  },
  'RateLimit-Remaining': { description: 'Requests that are left in this window.', schema: seconds },
  'RateLimit-Reset': { description: 'Seconds until the window ends.', schema: seconds },
  'Retry-After': { description: 'Seconds to wait before trying again.', schema: seconds },
  Link: {
    description: 'The next page, as `<url>; rel="next"` (RFC 8288); absent on the last one.',
    schema: { type: 'string' },
  },
  Location: { description: 'Where the created record is read.', schema: { type: 'string', format: 'uri-reference' } },
  'Idempotent-Replayed': {
    description: '`true` when this is the stored answer of an earlier request with the same Idempotency-Key.',
    schema: { type: 'string', enum: ['true'] },
  },
  'WWW-Authenticate': { description: '`Bearer`.', schema: { type: 'string' } },
  Allow: { description: 'The methods that the address answers.', schema: { type: 'string' } },
} as const;

/** Names the headers of one answer of one operation. */
export function addHeaders({ path, operation }: Route, status: string, response: Response): void {
  const names: (keyof typeof HEADERS)[] = ['X-Request-Id'];
  if (path.startsWith('/api')) names.push('RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset');
  if (status === '429' || status === '503') names.push('Retry-After');
  if (status === '401') names.push('WWW-Authenticate');
  if (status === '201') names.push('Location');
  if (/^2/.test(status) && honoursKey(operation)) names.push('Idempotent-Replayed');
  if (/^2/.test(status) && pages(operation.parameters ?? [])) names.push('Link');
  const references = names.map((name) => [name, { $ref: `#/components/headers/${name}` }]);
  response.headers = { ...Object.fromEntries(references), ...response.headers };
}

function pages(parameters: NonNullable<Route['operation']['parameters']>): boolean {
  return parameters.some((parameter) => !isReference(parameter) && parameter.name === 'cursor');
}
