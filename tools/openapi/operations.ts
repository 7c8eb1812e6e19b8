import { cursorPattern, listOf } from '../../src/api/http/paging.js';
import { APPOINTMENT_STATUSES } from '../../src/domain/appointments/states.js';
import { COVERAGES, IMPORT_MODES } from '../../src/domain/list-imports.js';
import { PERMISSIONS, rolesWith } from '../../src/domain/permissions.js';
import { PUBLIC_OPERATIONS } from './access.js';
import {
  type Document,
  isReference,
  nameOf,
  type Operation,
  type Parameter,
  type Route,
  routesOf,
  type Schema,
} from './document.js';

const KEY = { $ref: '#/components/parameters/IdempotencyKey' };

/** What an operation needs beside what tsoa reads from its controller: a summary, its permission, its other parameters. */
export function completeOperations(document: Document): void {
  document.components.parameters = {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'The same key, caller and body give the same answer, as often as it is sent; the same key with another body is a 422.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
      example: '0b5e7a1c-6f0d-4a57-9d0e-1c2b3a4d5e6f',
    },
  };
  for (const route of routesOf(document)) {
    const { operation } = route;
    operation.summary ??= summaryOf(operation.operationId);
    describeParameters(route);
    if (honoursKey(operation)) operation.parameters = [...(operation.parameters ?? []), KEY];
    requireBody(operation, document);
    statePermission(operation);
  }
}

/** `listFreeSlots` is "List free slots": the name of a controller's method is what the reference calls it. */
export function summaryOf(operationId: string): string {
  const words = operationId.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function honoursKey(operation: Operation): boolean {
  return /Idempotency-Key/.test(operation.description ?? '');
}

/** Lists in a query: values separated by commas. */
const LISTS: Readonly<Record<string, readonly string[]>> = { 'listAppointments status': APPOINTMENT_STATUSES };

/** `MM-DD` and `HH:mm`, as parts of a pattern. */
export const DAY_OF_MONTH =
  '(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])';
export const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]';

/** One end of a period: an instant as RFC 3339 has it, or a day. The use case reads it, and says more when it is wrong. */
const BOUND = `^(19|20|21)[0-9]{2}-(${DAY_OF_MONTH})([Tt]${CLOCK}(:[0-5][0-9]([.][0-9]{1,9})?)?([Zz]|[+-]${CLOCK}))?$`;
const FORMS: Readonly<Record<string, Schema>> = {
  from: { type: 'string', pattern: BOUND, example: '2026-12-01' },
  to: { type: 'string', pattern: BOUND, example: '2026-12-07' },
  date_from: { type: 'string', pattern: BOUND, example: '2026-12-01' },
  date_to: { type: 'string', pattern: BOUND, example: '2026-12-07' },
};

/** What stands in a path and is no id. */
const PATH_FORMS: Readonly<Record<string, Schema>> = {
  token: { type: 'string', pattern: '^[A-Za-z0-9_-]+$' },
  key: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' },
  number: { type: 'string', pattern: '^[Rr][Xx][0-9]{10,13}$', example: 'RX2026000001' },
};

/** tsoa gives a parameter no description unless its comment has one, and knows no lists separated by commas. */
function describeParameters({ operation, path }: Route): void {
  for (const parameter of operation.parameters ?? []) {
    if (isReference(parameter)) continue;
    const values = LISTS[`${operation.operationId} ${parameter.name}`];
    if (values) {
      Object.assign(parameter, { style: 'form', explode: false });
      parameter.schema = { type: 'array', minItems: 1, items: { type: 'string', enum: values } };
    }
    if (parameter.in === 'query') parameter.schema = boundOf(parameter) ?? parameter.schema;
    if (parameter.name === 'cursor') parameter.schema = { type: 'string', pattern: cursorPattern(listOf(path)) };
    if (parameter.in === 'path')
      parameter.schema = { ...parameter.schema, ...(PATH_FORMS[parameter.name] ?? { format: 'uuid' }) };
    if (parameter.description) continue;
    const owner = path.split('/').at(path.split('/').indexOf(`{${parameter.name}}`) - 1) ?? 'records';
    parameter.description =
      parameter.in === 'path' ? `The id of one of the ${owner.replaceAll('-', ' ')}.` : (WORDS[parameter.name] ?? '');
  }
}

/** What the end of a period looks like: a day alone where the route says so. */
function boundOf({ name, schema }: Parameter): Schema | undefined {
  const form = FORMS[name];
  const isDay = schema.$ref !== undefined && nameOf(schema.$ref) === 'AskedDay';
  return form && isDay ? { ...form, pattern: `^(19|20|21)[0-9]{2}-(${DAY_OF_MONTH})$` } : form;
}

const WORDS: Readonly<Record<string, string>> = {
  limit: 'Rows of a page: 1 to 200, 50 when left out.',
  cursor: 'Where the page begins: from the `Link` header of the page before, and of this list only.',
};

/** What a word of a form can be: tsoa takes any text there, and the route refuses the others. */
const FORM_VALUES: Readonly<Record<string, readonly string[]>> = {
  'importDrugs mode': IMPORT_MODES,
  'importDrugs coverage': COVERAGES,
  'importPriceList mode': IMPORT_MODES,
  'importPriceList coverage': COVERAGES,
};

/** What other texts of a form look like. */
const FORM_PATTERNS: Readonly<Record<string, string>> = { 'importPriceList supplier': '^[A-Za-z][A-Za-z0-9_-]{0,63}$' };

/** A missing body is read as an empty object: it is only needed where a member is. */
function requireBody({ operationId, requestBody }: Operation, { components }: Document): void {
  if (!requestBody) return;
  const schema = requestBody.content['application/json']?.schema;
  const body = schema?.$ref ? components.schemas[schema.$ref.split('/').pop() ?? ''] : schema;
  requestBody.required = (body?.required ?? []).length > 0;
  const form = requestBody.content['multipart/form-data']?.schema;
  if (!form) return;
  for (const [name, schema] of Object.entries(form.properties ?? {})) {
    const values = FORM_VALUES[`${operationId} ${name}`];
    if (values) schema.enum = [...values];
    const pattern = FORM_PATTERNS[`${operationId} ${name}`];
    if (pattern) schema.pattern = pattern;
  }
  form.additionalProperties = false;
  requestBody.required = true;
}

/**
 * OpenAPI 3.0 has no permissions for a bearer token, so they stand in `x-permissions` (any one of them lets the caller
 * in), with the roles that have them in `x-roles` and in the description. An operation without a login says why in
 * `x-public`.
 */
function statePermission(operation: Operation): void {
  const { operationId, security = [] } = operation;
  const logins = security.filter(({ bearer }) => bearer !== undefined);
  const asked = logins.map(({ bearer = [] }) => {
    const permission = PERMISSIONS.find((one) => one === bearer[0]);
    if (!permission || bearer.length > 1)
      throw new Error(`${operationId} asks for "${bearer}", not for one permission`);
    return permission;
  });
  const reason = PUBLIC_OPERATIONS[operationId];
  if ((reason === undefined) === (asked.length === 0)) {
    throw new Error(`${operationId} needs either a permission or a reason in tools/openapi/access.ts`);
  }
  if (reason !== undefined) operation['x-public'] = reason;
  else {
    // An integration's key needs the same permission as its scope.
    const schemes = security.map((one) => (one.bearer ? { bearer: [] } : one.api_key ? { api_key: [] } : one));
    operation.security = [...new Map(schemes.map((one) => [JSON.stringify(one), one])).values()];
    operation['x-permissions'] = asked;
    operation['x-roles'] = rolesWith(asked);
  }
  const who = reason === undefined ? `Roles: ${rolesWith(asked).join(', ')}.` : 'Open to anyone.';
  operation.description = `${operation.description ?? ''}\n\n${who}`.trim();
}
