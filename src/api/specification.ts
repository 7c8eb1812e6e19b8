import { readFileSync } from 'node:fs';

/** The generated OpenAPI document, as it is served. */
export const SPECIFICATION = readFileSync(new URL('./generated/openapi.json', import.meta.url), 'utf8');
