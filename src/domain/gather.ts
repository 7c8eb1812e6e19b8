import { DomainError, type FieldError } from './errors.js';

type Read<R> = { readonly [K in keyof R]: R[K] extends () => infer T ? T : never };

/**
 * Runs every reader, so that one refusal names all fields that are not valid, not only the first.
 * @throws DomainError validation_failed with all of them; another error of a reader as it is
 */
export function gather<R extends Readonly<Record<string, () => unknown>>>(readers: R): Read<R> {
  const values: Record<string, unknown> = {};
  const refusals: DomainError[] = [];
  for (const [name, read] of Object.entries(readers)) {
    try {
      values[name] = read();
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'validation_failed') throw error;
      refusals.push(error);
    }
  }
  const [first] = refusals;
  if (!first) return values as Read<R>;
  throw refusals.length === 1 ? first : invalidFields(refusals.flatMap(({ details }) => details.fields ?? []));
}

/** 400 on these fields: `error` is the one message, or a sentence that names them all. */
export function invalidFields(fields: readonly FieldError[]): DomainError {
  const [first] = fields;
  if (!first) return new DomainError('validation_failed', 'The input is not valid.');
  const names = [...new Set(fields.map(({ field }) => field))];
  const text = fields.length === 1 ? first.message : `Please correct ${inWords(names)}.`;
  return new DomainError('validation_failed', text, { field: first.field, fields });
}

function inWords(names: readonly string[]): string {
  return names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
