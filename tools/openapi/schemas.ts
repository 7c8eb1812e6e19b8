import { ATTENTION_CODES } from '../../src/domain/attention.js';
import { WEEKDAYS } from '../../src/domain/scheduling/slots.js';
import { type Document, nameOf, partsOf, routesOf, type Schema } from './document.js';

/**
 * Brings tsoa's schemas into the form that generators read best:
 * 1. a named string or number without a list of values (`Uuid`, `Instant`) stands at each member itself;
 * 2. nothing stands beside a `$ref`, where OpenAPI 3.0 ignores it;
 * 3. what may be null says so beside its own type, every optional member of a request among it;
 * 4. a request's schemas are closed, an answer's are open: clients have to live with members that come later.
 * @throws Error for a closed schema that stands in requests and in answers.
 */
export function tidySchemas(document: Document): void {
  const { schemas } = document.components;
  takeNullsForLeftOut(document);
  for (const schema of everySchema(document)) settle(schema, schemas);
  for (const [name, schema] of Object.entries(schemas)) if (isScalar(schema) || isFreeForm(name)) delete schemas[name];
  openAnswers(document);
  addForms(schemas);
  addZoneForms(document);
  addTextForms(document);
}

/** As `src/api/http/left-out.ts` does: an optional member of a request may be null, and counts as left out then. */
function takeNullsForLeftOut(document: Document): void {
  const visit = (schema: Schema): void => {
    for (const [name, member] of Object.entries(schema.properties ?? {}))
      if (!schema.required?.includes(name)) member.nullable = true;
    for (const part of partsOf(schema)) visit(part);
  };
  for (const name of reachable(document, 'request')) {
    const schema = document.components.schemas[name];
    if (schema) visit(schema);
  }
}

function everySchema(document: Document): Schema[] {
  const roots = [...Object.values(document.components.schemas)];
  for (const { operation } of routesOf(document)) {
    for (const parameter of operation.parameters ?? []) if ('schema' in parameter) roots.push(parameter.schema);
    for (const body of [operation.requestBody, ...Object.values(operation.responses)]) {
      if (body && 'content' in body)
        for (const { schema } of Object.values(body.content ?? {})) if (schema) roots.push(schema);
    }
  }
  return roots;
}

function isScalar(schema: Schema): boolean {
  return ['string', 'number', 'integer', 'boolean'].includes(schema.type ?? '') && !schema.enum;
}

function isFreeForm(name: string): boolean {
  return name.startsWith('Record_string.');
}

const TIME_OF_DAY = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?';

/**
 * What the use case refuses together with everything else that it finds: were it refused by the route, one refusal would
 * not name all fields.
 */
const REFUSED_LATER: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  RegisterBody: {
    email: { minLength: 6, pattern: '^[^@ ]+@[^@ ]+[.][^@ ]+$', example: 'sam@example.com' },
    password: { minLength: 8, example: 'correct horse battery 7' },
    first_name: { minLength: 1, pattern: '[^\\s]', example: 'Sam' },
    last_name: { minLength: 1, pattern: '[^\\s]', example: 'Patient' },
  },
  StaffActionBody: { code: { enum: [...ATTENTION_CODES, null] } },
  BulkSlotsBody: {
    days_of_week: { items: { type: 'string', enum: [...WEEKDAYS, ...WEEKDAYS.map((day) => day.slice(0, 3))] } },
    start_time: { pattern: `^${TIME_OF_DAY}$` },
    end_time: { pattern: `^(${TIME_OF_DAY}|24:00(:00)?)$` },
  },
};

function addForms(schemas: Readonly<Record<string, Schema>>): void {
  for (const [name, forms] of Object.entries(REFUSED_LATER)) {
    for (const [member, form] of Object.entries(forms)) Object.assign(schemas[name]?.properties?.[member] ?? {}, form);
  }
}

/** The form of the names in the tz database; which of them exist is for the reader of a request to say. */
const ZONE_FORM: Schema = {
  minLength: 1,
  pattern: '^([Uu][Tt][Cc]|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+)$',
  example: 'Australia/Sydney',
};

/** Every `timezone` in a request, in its address and in its body, has the same form. */
function addZoneForms(document: Document): void {
  for (const { operation } of routesOf(document)) {
    for (const parameter of operation.parameters ?? [])
      if ('schema' in parameter && parameter.name === 'timezone') Object.assign(parameter.schema, ZONE_FORM);
  }
  for (const name of reachable(document, 'request')) {
    const member = document.components.schemas[name]?.properties?.timezone;
    if (member) Object.assign(member, ZONE_FORM);
  }
}

/** What `src/api/http/odd-text.ts` leaves of a text: no control characters but line feed and tab. */
const TEXT_PATTERN = '^[^\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]*$';

/** Every text of a request that has no form of its own. */
function addTextForms(document: Document): void {
  const visit = (schema: Schema): void => {
    if (schema.type === 'string' && !schema.pattern && !schema.enum) schema.pattern = TEXT_PATTERN;
    for (const part of partsOf(schema)) visit(part);
  };
  for (const name of reachable(document, 'request')) {
    const schema = document.components.schemas[name];
    if (schema) visit(schema);
  }
}

/** In place, from the outside to the inside. */
function settle(schema: Schema, named: Readonly<Record<string, Schema>>): void {
  const { nullable, description, example } = schema;
  const reference = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined);
  if (reference) {
    const name = nameOf(reference);
    const target = named[name];
    if (!target) throw new Error(`${reference} leads nowhere`);
    if (isScalar(target) || isFreeForm(name) || nullable) {
      // A copy: there is no other way in 3.0 to say "this, or null" that every validator understands.
      replace(schema, {
        ...structuredClone(target),
        ...(description ? { description } : {}),
        ...(example === undefined ? {} : { example }),
      });
      if (nullable) allowNull(schema);
    } else if (description) {
      replace(schema, { description, allOf: [{ $ref: reference }] });
      return;
    }
  } else if (nullable) {
    allowNull(schema);
  }
  if (schema.additionalProperties && Object.keys(schema.additionalProperties).length === 0)
    schema.additionalProperties = true;
  if (schema.properties && Object.keys(schema.properties).length === 0) delete schema.properties;
  for (const part of partsOf(schema)) settle(part, named);
  joinLists(schema, named);
}

/** Several lists of values side by side are one list: a generator makes a single type of it. */
function joinLists(schema: Schema, named: Readonly<Record<string, Schema>>): void {
  const lists = (schema.anyOf ?? []).map((one) => (one.$ref ? named[nameOf(one.$ref)] : one)?.enum);
  if (lists.length === 0 || !lists.every((values) => values?.every((value) => typeof value === 'string'))) return;
  delete schema.anyOf;
  Object.assign(schema, { type: 'string', enum: [...new Set(lists.flatMap((values) => values ?? []))] });
}

function allowNull(schema: Schema): void {
  const [first] = schema.anyOf ?? [];
  if (first) {
    delete schema.nullable;
    if (first.$ref) schema.anyOf?.unshift({ type: 'object', nullable: true, enum: [null] });
    else first.nullable = true;
    return;
  }
  schema.nullable = true;
  if (schema.enum && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
}

function replace(schema: Schema, by: Schema): void {
  for (const key of Object.keys(schema)) delete schema[key as keyof Schema];
  Object.assign(schema, by);
}

function openAnswers(document: Document): void {
  const asked = reachable(document, 'request');
  const answered = reachable(document, 'answer');
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (schema.additionalProperties !== false || !answered.has(name)) continue;
    if (asked.has(name))
      throw new Error(`${name} is in a request (closed) and in an answer (open): give each its own type`);
    delete schema.additionalProperties;
  }
}

function reachable(document: Document, where: 'request' | 'answer'): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (schema: Schema | undefined, isNamed = false): void => {
    if (!schema) return;
    if (schema.$ref) {
      const name = nameOf(schema.$ref);
      if (found.has(name)) return;
      found.add(name);
      visit(document.components.schemas[name], true);
      return;
    }
    // A copy of a closed schema, made for null.
    if (where === 'answer' && !isNamed && schema.additionalProperties === false) delete schema.additionalProperties;
    for (const part of partsOf(schema)) visit(part);
  };
  for (const { operation } of routesOf(document)) {
    const bodies = where === 'request' ? [operation.requestBody] : Object.values(operation.responses);
    for (const body of bodies) {
      if (body && 'content' in body) for (const { schema } of Object.values(body.content ?? {})) visit(schema);
    }
  }
  return found;
}
