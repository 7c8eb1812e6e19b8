import { ExpressTemplateService, ValidateError } from '@tsoa/runtime';
import { DomainError, type FieldError } from '../../domain/errors.js';
import { gather, invalidFields } from '../../domain/gather.js';
import { parsePeriod } from '../../domain/periods.js';
import { oddTexts } from './odd-text.js';
import { readCursor } from './paging.js';

const MAX_FIELDS = 20;
const ONE_OF = /^should be one of the following; \[(.+)\]$/;
const UUID_PATTERN = /\{4\}-\[0-9a-fA-F\]\{12\}/;

type Input = Parameters<ExpressTemplateService['getValidatedArgs']>[0];

/**
 * Reads a route's input. The generated routes ask for it after the login and the permission have been checked, so that
 * nobody learns from a 400 what only others may send. One refusal names every field that is not valid.
 */
export class RouteInput extends ExpressTemplateService {
  override getValidatedArgs(input: Input): unknown[] {
    const problems = [...unknownQuery(input), ...unknownFormFields(input), ...oddInput(input), ...wrongQuery(input)];
    const odd = new Set(problems.map(({ field }) => field));
    let values: unknown[] = [];
    try {
      values = super.getValidatedArgs(input);
    } catch (error) {
      if (!(error instanceof ValidateError)) throw error;
      problems.push(...fieldsOf(error).filter(({ field }) => !odd.has(field)));
    }
    if (problems.length > 0) throw invalidFields(problems.slice(0, MAX_FIELDS));
    return values;
  }
}

/** Only below /api: what probes and providers put into their addresses is none of our business. */
function unknownQuery({ args, request }: Input): FieldError[] {
  if (!request.path.startsWith('/api/')) return [];
  const known = new Set(Object.values(args).flatMap((one) => (one.in === 'query' ? [one.name] : [])));
  return Object.keys(request.query)
    .filter((name) => !known.has(name))
    .map((name) => ({ field: nameable(name), message: `There is no parameter "${nameable(name)}" here.` }));
}

/** Words of a form beside its file; the members of a JSON body are checked with its type. */
function unknownFormFields({ args, request }: Input): FieldError[] {
  if (!request.is('multipart/form-data')) return [];
  const known = new Set(Object.values(args).flatMap((one) => (one.in === 'formData' ? [one.name] : [])));
  return Object.keys(request.body ?? {})
    .filter((name) => !known.has(name))
    .map((name) => ({ field: nameable(name), message: `There is no field "${nameable(name)}" here.` }));
}

/** Parameters that every list reads in the same way: checked here, so that they are named together with the others. */
function wrongQuery({ args, request }: Input): FieldError[] {
  const { from, to, timezone, cursor } = Object.fromEntries(
    Object.values(args).map(({ name }) => [
      name,
      typeof request.query[name] === 'string' ? request.query[name] : undefined,
    ]),
  );
  try {
    gather({
      period: () => parsePeriod({ from, to, timezone }),
      cursor: () => (cursor === undefined ? null : readCursor(request, cursor)),
    });
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [...(error.details.fields ?? [])];
  }
}

/** A name as somebody typed it: cut, and without what would break a line. */
function nameable(name: string): string {
  return name.replace(/[^\w.[\]-]/g, '?').slice(0, 60);
}

function oddInput({ request }: Input): FieldError[] {
  const places = [...(Buffer.isBuffer(request.body) ? [] : oddTexts(request.body)), ...oddTexts(request.query)];
  return places.map((field) => ({ field, message: 'Control characters and broken characters are not allowed.' }));
}

/** What tsoa found wrong, each as a sentence that a client may show. */
export function fieldsOf(error: ValidateError): FieldError[] {
  return namedFields(error.fields).slice(0, MAX_FIELDS);
}

function namedFields(found: ValidateError['fields']): FieldError[] {
  return Object.entries(found).flatMap(([key, { message = '' }]) => {
    const inner = innerFields(key, message);
    if (inner) return namedFields(inner);
    const field = fieldName(key);
    return [{ field, message: sentence(field, message) }];
  });
}

/** Of a list or an object that may also be null: what is wrong in it. Null where it is something else, or one of several. */
function innerFields(key: string, message: string): ValidateError['fields'] | null {
  const [only, ...others] = issuesOf(message).filter(
    (issue) => !messagesOf(issue).some((one) => one.includes('[null]')),
  );
  if (!isFields(only) || others.length > 0) return null;
  return Object.keys(only).every((inner) => fieldName(inner).startsWith(`${fieldName(key)}.`)) ? only : null;
}

function isFields(issue: unknown): issue is ValidateError['fields'] {
  return typeof issue === 'object' && issue !== null && Object.keys(issue).length > 0;
}

/** tsoa writes `body.a.b`, but `list.$0.b` inside arrays: one spelling, `a.b` and `list.0.b`. */
function fieldName(key: string): string {
  return key.replace(/^body\./, '').replace(/\$(\d+)/g, '$1');
}

/** tsoa's messages by how they begin. `%` is the figure or the list in them. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/is required$/, 'is required.'],
  [/is an excess property/, 'is not known here.'],
  [/^invalid string value/, 'has to be a text.'],
  [/^invalid integer number/, 'has to be a whole number.'],
  [/^invalid float number/, 'has to be a number.'],
  [/^invalid boolean value/, 'has to be true or false.'],
  [/^invalid array/, 'has to be a list.'],
  [/^invalid object/, 'has to be an object.'],
  [/^min (-?\d+)$/, 'has to be at least %.'],
  [/^max (-?\d+)$/, 'has to be at most %.'],
  [/^minLength 1$/, 'must not be empty.'],
  [/^minLength (\d+)$/, 'needs at least % characters.'],
  [/^maxLength (\d+)$/, 'has at most % characters.'],
  [/^minItems (\d+)$/, 'needs at least % entries.'],
  [/^maxItems (\d+)$/, 'has at most % entries.'],
  [/^Not match in/, 'does not have the right form.'],
  [ONE_OF, 'has to be one of %.'],
];

/** What a `@pattern` tag of ours says; tsoa's own messages do not end like that. */
const OWN_SENTENCE = /^[A-Z].*[.]$/s;

/** No sentence repeats what somebody typed: tsoa's messages for unions carry whole values. */
function sentence(field: string, message: string): string {
  const own = message.startsWith('Could not match the union') ? unionMessage(message) : message;
  if (own.startsWith('Not match in') && UUID_PATTERN.test(own)) {
    return `Invalid ${field} format. Must be a valid UUID.`;
  }
  if (OWN_SENTENCE.test(own)) return own;
  for (const [pattern, words] of SENTENCES) {
    const match = pattern.exec(own);
    if (match) return `${field} ${words.replace('%', (match[1] ?? '').replace(/['"]/g, '').replaceAll(',', ', '))}`;
  }
  return `${field} is not valid.`;
}

/** Of one of several values: all of them. Of a value that may also be null: what was wrong with it as what it is. */
function unionMessage(message: string): string {
  const messages = issuesOf(message)
    .flatMap(messagesOf)
    .filter((one) => !one.includes('[null]'));
  const values = messages.map((one) => ONE_OF.exec(one)?.[1]);
  return values.every(Boolean) && values.length > 0
    ? `should be one of the following; [${values.join(',')}]`
    : (messages[0] ?? '');
}

/** What tsoa found wrong with a value as each member of a union; none for another message. */
function issuesOf(message: string): readonly unknown[] {
  const issues = /^Could not match the union.* Issues: (\[.*\])$/s.exec(message)?.[1];
  if (!issues) return [];
  try {
    const parsed: unknown = JSON.parse(issues);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    // Not as tsoa writes it today: the field is still named.
    return [];
  }
}

function messagesOf(issue: unknown): string[] {
  if (typeof issue !== 'object' || issue === null) return [];
  return Object.values(issue).flatMap((one: unknown) => {
    const message = typeof one === 'object' && one !== null && 'message' in one ? one.message : undefined;
    return typeof message === 'string' ? [message] : [];
  });
}
