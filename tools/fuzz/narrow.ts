import { type Document, isReference, nameOf, type Reference, routesOf, type Schema } from '../openapi/document.js';
import { CLOCK, DAY_OF_MONTH } from '../openapi/operations.js';

/** Of the tz database, whose names stand in no pattern. */
const ZONES = ['America/St_Johns', 'Asia/Kathmandu', 'Australia/Sydney', 'Europe/London', 'Pacific/Kiritimati', 'UTC'];

/** Where requests have an Idempotency-Key. */
const KEYED: readonly string[] = ['registerUser'];

/**
 * Brings into a copy of the document, for generated requests, what a document cannot say: which zones there are, and
 * that an offered time is in the future. An instant that has to fit a pattern and `date-time` is also too hard to find:
 * Schemathesis needed a third of a run for one operation. Schemathesis sends one Idempotency-Key with all bodies of an
 * operation, and all but the first would be refused for it: only one operation keeps the header.
 */
export function narrow(document: Document, now: Date): Document {
  const copy = structuredClone(document);
  const years = [1, 2, 3].map((n) => now.getUTCFullYear() + n).join('|');
  const future = `^(${years})-(${DAY_OF_MONTH})[Tt]${CLOCK}(:[0-5][0-9]([.][0-9]{1,9})?)?([Zz]|[+-]${CLOCK})$`;
  const visit = (name: string, schema: Schema) => {
    if (name === 'timezone' && schema.pattern) {
      schema.enum = schema.nullable ? [...ZONES, null] : ZONES;
      delete schema.pattern;
    }
    if (schema.format === 'date-time' && schema.pattern) {
      schema.pattern = future;
      delete schema.format;
    }
  };
  for (const { operation } of routesOf(copy)) {
    if (!KEYED.includes(operation.operationId)) {
      operation.parameters = operation.parameters?.filter((one) => !(isReference(one) && isKey(one))) ?? [];
    }
    for (const parameter of operation.parameters ?? [])
      if (!isReference(parameter)) visit(parameter.name, parameter.schema);
  }
  for (const schema of Object.values(copy.components.schemas)) {
    for (const [name, member] of Object.entries(schema.properties ?? {})) visit(name, member);
  }
  return copy;
}

function isKey({ $ref }: Reference): boolean {
  return nameOf($ref) === 'IdempotencyKey';
}
