import { type Document, isReference, routesOf } from '../openapi/document.js';
import type { Examples } from './examples.js';

/**
 * A copy of the document in which each operation named shows the prepared requests in place of those that the document
 * has: by their names, in the same order for each part of a request, as Schemathesis sends the first of each part together.
 */
export function withExamples(document: Document, prepared: Readonly<Record<string, Examples>>): Document {
  const copy = structuredClone(document);
  for (const { operation } of routesOf(copy)) {
    const own = Object.entries(prepared).flatMap(([name, examples]) => {
      const example = examples[operation.operationId];
      return example ? [{ name, ...example }] : [];
    });
    for (const parameter of operation.parameters ?? []) {
      if (isReference(parameter)) continue;
      const values = own.flatMap(({ name, path, query }) => {
        const value = { ...path, ...query }[parameter.name];
        return value === undefined ? [] : [[name, { value }] as const];
      });
      if (values.length === 0) continue;
      delete parameter.example;
      parameter.examples = Object.fromEntries(values);
    }
    const json = operation.requestBody?.content['application/json'];
    const bodies = own.flatMap(({ name, body }) => (body ? [[name, { value: body }] as const] : []));
    if (json && bodies.length > 0) json.examples = Object.fromEntries(bodies);
  }
  return copy;
}
