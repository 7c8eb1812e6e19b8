import { readFileSync } from 'node:fs';

/** As much of a schema as our document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

export interface OpenApiResponse {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, OpenApiResponse>>;
  };
}

const read = (name: string): OpenApi =>
  JSON.parse(readFileSync(new URL(`../../src/api/generated/${name}`, import.meta.url), 'utf8'));
const publicPart = read('openapi.json');
// The webhooks: nothing that a client calls, but their answers are checked like any other.
const document: OpenApi = { ...publicPart, paths: { ...publicPart.paths, ...read('openapi-internal.json').paths } };

/** The documented response of `GET /api/v1/orders/{id}` or of a real path of it. @throws Error for an unknown route. */
export function responseOf(method: string, path: string, status: number): OpenApiResponse | undefined {
  const bare = path.split('?')[0]?.replace(/\/+$/, '') ?? '';
  const templates = Object.keys(document.paths).sort((a, b) => a.split('{').length - b.split('{').length);
  for (const template of templates) {
    const operation = document.paths[template]?.[method.toLowerCase()];
    const pattern = new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`);
    if (!operation || (template !== bare && !pattern.test(bare))) continue;
    const response = operation.responses[String(status)];
    return response?.$ref ? document.components.responses[response.$ref.split('/').pop() ?? ''] : response;
  }
  throw new Error(`${method} ${bare} is not in the document`);
}

export function schemaOf(response: OpenApiResponse | undefined): Schema | undefined {
  return Object.values(response?.content ?? {})[0]?.schema;
}

/** Named schemas that only lead back to themselves: nothing, or anything, would fit them. */
export function endlessSchemas(): readonly string[] {
  return Object.keys(document.components.schemas).filter((start) => {
    const seen = new Set<string>();
    let schema: Schema = { $ref: start };
    while (schema.$ref) {
      if (seen.has(schema.$ref)) return true;
      seen.add(schema.$ref);
      schema = named(schema.$ref);
    }
    return false;
  });
}

function named(reference: string): Schema {
  const schema = document.components.schemas[reference.split('/').pop() ?? ''];
  if (!schema) throw new Error(`${reference} leads nowhere`);
  return schema;
}

/** The schemas that a value of this one may have, without references and unions. */
function alternatives(schema: Schema): readonly Schema[] {
  if (schema.$ref) return alternatives(named(schema.$ref));
  const parts = schema.allOf ?? schema.anyOf;
  return parts ? parts.flatMap(alternatives) : [schema];
}

/** Whether `a.b` or `[].a` is a member that the schema names; members of free-form objects are not. */
export function names(schema: Schema | undefined, path: string): boolean {
  let found: readonly Schema[] = schema ? alternatives(schema) : [];
  for (const step of stepsOf(path)) {
    const next = found.flatMap((one) => (step === '[]' ? [one.items] : [one.properties?.[step]]));
    found = next.flatMap((one) => (one ? alternatives(one) : []));
  }
  return found.length > 0;
}

/** Whether an answer has the member; in an array one of the elements has to. */
export function has(value: unknown, path: string): boolean {
  let found: readonly unknown[] = [value];
  for (const step of stepsOf(path)) {
    found = found.flatMap((one) => {
      if (step === '[]') return Array.isArray(one) ? one : [];
      return one !== null && typeof one === 'object' && step in one ? [Reflect.get(one, step)] : [];
    });
  }
  return found.length > 0;
}

function stepsOf(path: string): readonly string[] {
  return path.replaceAll('[]', '.[].').split('.').filter(Boolean);
}

/** Where a value does not fit a schema; empty when it does. */
export function misfits(schema: Schema, value: unknown, at = '$'): readonly string[] {
  if (schema.$ref) return misfits(named(schema.$ref), value, at);
  if (value === null && schema.nullable) return [];
  if (schema.allOf) return schema.allOf.flatMap((part) => misfits(part, value, at));
  if (schema.anyOf) {
    const tries = schema.anyOf.map((part) => misfits(part, value, at));
    return tries.some((wrong) => wrong.length === 0) ? [] : (tries[0] ?? []);
  }
  if (schema.enum && !schema.enum.includes(value))
    return [`${at}: ${String(value)} is none of ${schema.enum.join(', ')}`];
  if (schema.type && !TYPES[schema.type]?.(value)) return [`${at}: ${JSON.stringify(value)} is no ${schema.type}`];
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((one, index) => misfits(items, one, `${at}[${index}]`)) : [];
  }
  return typeof value === 'object' && value !== null ? members(schema, value, at) : [];
}

function members(schema: Schema, value: object, at: string): readonly string[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const missing = required.filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`);
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const own = properties[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (own) return misfits(own, member, `${at}.${name}`);
    // Answers are open for clients, but what we send today has to be written down.
    return additionalProperties === true ? [] : [`${at}.${name} is not documented`];
  });
  return [...missing, ...wrong];
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};
