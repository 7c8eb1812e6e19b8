import { readFileSync } from 'node:fs';

const read = (name: string) => readFileSync(new URL(`../generated/${name}`, import.meta.url), 'utf8');

/** The generated OpenAPI document, as it is served. */
export const SPECIFICATION = read('openapi.json');

/** The routes that only payment providers call: not served, but routed like the others. */
export const INTERNAL_SPECIFICATION = read('openapi-internal.json');
