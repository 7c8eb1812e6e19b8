import type { RequestHandler } from 'express';
import { DomainError } from '../../../domain/errors.js';
import { sendProblem } from '../problem.js';

interface Paths {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * After the routes: an address that exists answers OPTIONS with its methods, and any other method with 405 and the
 * same list (RFC 9110 15.5.6). The closed list of codes calls that `not_found`, as for an unknown address.
 */
export function otherMethods(...specifications: readonly string[]): RequestHandler {
  const paths = Object.assign({}, ...specifications.map((text) => (JSON.parse(text) as Paths).paths)) as Paths['paths'];
  // A fixed name before a parameter: `availabilities` is no appointment's id.
  const templates = Object.entries(paths).sort(([a], [b]) => a.split('{').length - b.split('{').length);
  const known = templates.map(([template, operations]) => ({
    pattern: new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}/?$`, 'i'),
    methods: Object.keys(operations).map((method) => method.toUpperCase()),
  }));
  return (request, response, next) => {
    const methods = known.find(({ pattern }) => pattern.test(request.path))?.methods;
    if (!methods) return next();
    const allowed = new Set(['OPTIONS', ...(methods.includes('GET') ? ['HEAD'] : []), ...methods]);
    response.setHeader('Allow', [...allowed].sort().join(', '));
    if (request.method === 'OPTIONS') return void response.status(204).end();
    // A route of this method that passed the request on has nothing for it.
    if (allowed.has(request.method)) return next();
    sendProblem(response, new DomainError('not_found', 'This address does not answer this method.'), 405);
  };
}
