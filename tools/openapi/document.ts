import type { Permission } from '../../src/domain/permissions.js';
import type { Role } from '../../src/domain/roles.js';

/** As much of OpenAPI 3.0 as our document uses. */
export interface Reference {
  readonly $ref: string;
}

export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  pattern?: string;
  description?: string;
  nullable?: boolean;
  enum?: readonly unknown[];
  example?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  minLength?: number;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  title?: string;
}

export interface Example {
  summary?: string;
  value: unknown;
}

export interface Media {
  schema?: Schema;
  examples?: Record<string, Example | Reference>;
  example?: unknown;
}

export interface Link {
  operationId: string;
  description: string;
  parameters?: Record<string, string>;
  requestBody?: Record<string, string>;
}

export interface Response {
  description: string;
  content?: Record<string, Media>;
  headers?: Record<string, Reference | { description: string; schema: Schema }>;
  links?: Record<string, Link>;
}

export interface Parameter {
  name: string;
  in: string;
  description?: string;
  required?: boolean;
  schema: Schema;
  example?: unknown;
  examples?: Record<string, Example>;
}

export interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  tags: string[];
  security?: Record<string, string[]>[];
  parameters?: (Parameter | Reference)[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, Response | Reference>;
  'x-permissions'?: readonly Permission[];
  'x-roles'?: readonly Role[];
  'x-public'?: string;
  'x-internal'?: boolean;
}

export interface Document {
  openapi: string;
  info: Record<string, unknown>;
  servers?: readonly unknown[];
  tags?: readonly { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    headers?: Record<string, unknown>;
    parameters?: Record<string, Parameter>;
    responses?: Record<string, Response>;
    examples?: Record<string, Example>;
    securitySchemes?: Record<string, unknown>;
  };
}

export interface Route {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

export function routesOf(document: Document): readonly Route[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  );
}

export function isReference<T extends object>(value: T | Reference): value is Reference {
  return '$ref' in value;
}

/** The name at the end of `#/components/schemas/Problem`. */
export function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** The schemas directly inside a schema. */
export function partsOf(schema: Schema): Schema[] {
  const { items, additionalProperties: more } = schema;
  return [
    ...Object.values(schema.properties ?? {}),
    ...(items ? [items] : []),
    ...(typeof more === 'object' ? [more] : []),
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
  ];
}
