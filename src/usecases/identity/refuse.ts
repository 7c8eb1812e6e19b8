import { DomainError, type FieldError } from '../../domain/errors.js';

/** Throws one validation_failed for all of them; does nothing for none. */
export function refuse(errors: readonly FieldError[]): void {
  const first = errors[0];
  if (!first) return;
  throw new DomainError('validation_failed', first.message, { field: first.field, fields: errors });
}
