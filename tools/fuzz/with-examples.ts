import { type Document, isReference, routesOf } from '../openapi/document.js';
import type { Examples } from './examples.js';

/** The name of our examples beside those that the document has. */
const PREPARED = 'prepared';

/** A copy of the document in which each operation named shows a request that gets a success answer. */
export function withExamples(document: Document, examples: Examples): Document {
  const copy = structuredClone(document);
  for (const { operation } of routesOf(copy)) {
    const example = examples[operation.operationId];
    if (!example) continue;
    const values = { ...example.path, ...example.query };
    for (const parameter of operation.parameters ?? []) {
      if (isReference(parameter)) continue;
      const value = values[parameter.name];
      if (value === undefined) continue;
      delete parameter.example;
      parameter.examples = { [PREPARED]: { value } };
    }
    const json = operation.requestBody?.content['application/json'];
    if (json && example.body) json.examples = { [PREPARED]: { value: example.body } };
  }
  return copy;
}
