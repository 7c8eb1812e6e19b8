import { invalidRequest } from '../fault.js';
import type { FormMap, FormNode } from './form.js';

/** Which parameters an endpoint knows: a text, a free map (metadata), a list of one kind, or named ones. */
export type Spec = 'text' | 'metadata' | { readonly list: Spec } | { readonly map: Readonly<Record<string, Spec>> };

/** Parameters of every list endpoint. */
export const LIST_SPEC = {
  limit: 'text',
  starting_after: 'text',
  ending_before: 'text',
  created: { map: { gt: 'text', gte: 'text', lt: 'text', lte: 'text' } },
  expand: { list: 'text' },
} as const satisfies Record<string, Spec>;

function nest(path: string, key: string): string {
  return path === '' ? key : `${path}[${key}]`;
}

function check(node: FormNode, spec: Spec, path: string): void {
  if (spec === 'text') {
    if (typeof node !== 'string') throw invalidRequest(`Invalid string: ${path}`, { param: path });
    return;
  }
  if (typeof node === 'string') {
    // An empty text unsets a map, and a bare number is a range of one instant (`created=`).
    if (node === '' || path === 'created') return;
    throw invalidRequest(`Invalid object: ${path}`, { param: path });
  }
  if (spec === 'metadata') return;
  for (const [key, value] of Object.entries(node)) {
    const known = 'list' in spec ? (/^\d+$/.test(key) ? spec.list : undefined) : ownSpec(spec.map, key);
    const inner = nest(path, key);
    if (known === undefined) {
      throw invalidRequest(`Received unknown parameter: ${inner}`, { code: 'parameter_unknown', param: inner });
    }
    check(value, known, inner);
  }
}

function ownSpec(map: Readonly<Record<string, Spec>>, key: string): Spec | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Refuses parameters that the endpoint does not know, as Stripe does. */
export function allowOnly(form: FormMap, map: Readonly<Record<string, Spec>>): void {
  check(form, { map }, '');
}

/** An optional text; an empty one counts as absent. */
export function textOf(form: FormMap | undefined, key: string): string | null {
  const value = form?.[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A map inside the form. */
export function mapOf(form: FormMap | undefined, key: string): FormMap | undefined {
  const value = form?.[key];
  return value === undefined || typeof value === 'string' ? undefined : value;
}

/** A text that has to be there. */
export function requiredText(form: FormMap | undefined, key: string, path = ''): string {
  const value = textOf(form, key);
  const param = nest(path, key);
  if (value === null) {
    throw invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  return value;
}

/** An optional whole number. */
export function integerOf(form: FormMap | undefined, key: string, path = ''): number | null {
  const value = textOf(form, key);
  if (value === null) return null;
  const param = nest(path, key);
  if (!/^-?\d{1,15}$/.test(value)) {
    throw invalidRequest(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param });
  }
  return Number(value);
}

/** An optional text that has to be one of a few. */
export function oneOf<T extends string>(form: FormMap, key: string, values: readonly T[]): T | null {
  const value = textOf(form, key);
  if (value === null) return null;
  const found = values.find((allowed) => allowed === value);
  if (found === undefined) {
    throw invalidRequest(`Invalid ${key}: must be one of ${values.join(', ')}`, { param: key });
  }
  return found;
}

/** Metadata within Stripe's limits: 50 keys of 40 characters with values of 500. */
export function metadataOf(form: FormMap | undefined, path = ''): Record<string, string> {
  const param = nest(path, 'metadata');
  const entries = Object.entries(mapOf(form, 'metadata') ?? {});
  if (entries.length > 50) throw invalidRequest('You can only specify up to 50 keys of metadata.', { param });
  const metadata: Record<string, string> = {};
  for (const [key, value] of entries) {
    if (typeof value !== 'string') throw invalidRequest(`Invalid string: ${nest(param, key)}`, { param });
    if (key.length > 40) throw invalidRequest('Metadata keys must be under 40 characters.', { param });
    if (value.length > 500) throw invalidRequest('Metadata values must be under 500 characters.', { param });
    if (value !== '') metadata[key] = value;
  }
  return metadata;
}
