import { DomainError, type FieldError } from '../../domain/errors.js';
import { uniqueNumbers } from '../../domain/identity/profile-documents.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';

/**
 * Numbers that only one account may have; those of a document that was not changed stay as they are.
 * @throws DomainError identifier_taken, with each that is another account's
 */
export async function claimIdentifiers(
  scope: IdentityScope,
  userId: string,
  documents: Parameters<typeof uniqueNumbers>[0],
): Promise<void> {
  const taken: FieldError[] = [];
  for (const { kind, field, value } of uniqueNumbers(documents)) {
    if (await scope.professionalIdentifiers.claim(userId, kind, value)) continue;
    taken.push({ field, message: 'Another account has this number: please compare the digits.' });
  }
  const [first] = taken;
  if (first) throw new DomainError('identifier_taken', first.message, { field: first.field, fields: taken });
}
