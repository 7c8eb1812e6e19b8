import type { RequestHandler } from 'express';
import { DomainError } from '../../../domain/errors.js';
import { sendProblem } from '../problem.js';

interface Paths {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The paths of a template of the document. */
export function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}/?$`, 'i');
}

/**
 * Before the routes: an address that exists answers OPTIONS with its methods, and any method that it does not have with
 * 405 and the same list (RFC 9110 15.5.6). The closed list of codes calls that `not_found`, as for an unknown address.
 * After the routes it would be too late for `DELETE appointments/availabilities`: the route `DELETE appointments/{id}`
 * would answer that `availabilities` is no id.
 */
export function otherMethods(...specifications: readonly string[]): RequestHandler {
  const paths = Object.assign({}, ...specifications.map((text) => (JSON.parse(text) as Paths).paths)) as Paths['paths'];
  // A fixed name before a parameter, in each segment from the left: `{` sorts behind every letter.
  const templates = Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1));
  const known = templates.map(([template, operations]) => ({
    pattern: patternOf(template),
    methods: Object.keys(operations).map((method) => method.toUpperCase()),
  }));
  return (request, response, next) => {
    const methods = known.find(({ pattern }) => pattern.test(request.path))?.methods;
    if (!methods) return next();
    const allowed = new Set(['OPTIONS', ...(methods.includes('GET') ? ['HEAD'] : []), ...methods]);
    if (request.method !== 'OPTIONS' && allowed.has(request.method)) return next();
    response.setHeader('Allow', [...allowed].sort().join(', '));
    if (request.method === 'OPTIONS') return void response.status(204).end();
    sendProblem(response, new DomainError('not_found', 'This address does not answer this method.'), 405);
  };
}
