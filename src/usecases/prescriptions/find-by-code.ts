import { ANONYMOUS } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import { readCode, readNumber } from '../../domain/prescriptions/numbers.js';
import type { HeldPrescription } from '../../models/repositories/prescriptions/prescriptions.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

/** Number and code, as somebody typed them or a QR code has them. */
export interface TypedPrescription {
  readonly number: string;
  readonly code: string;
}

/** No prescription has it. */
const NONE = '';

/**
 * Finds a prescription by number and code, for whoever holds the paper and has no login: the id, by which `holderOfPrescription` opens
 * that one prescription. What cannot be a number or a code, a number that was never issued, a draft and a code of another prescription take the
 * same single look-up and get the same answer.
 * @throws DomainError not_found
 */
export async function findByCode(
  { unitOfWork }: { readonly unitOfWork: UnitOfWork<PrescriptionsScope> },
  typed: TypedPrescription,
): Promise<HeldPrescription> {
  const [number, code] = [readNumber(typed.number) ?? NONE, readCode(typed.code) ?? NONE];
  const found = await unitOfWork.withScope(ANONYMOUS, (scope) => scope.prescriptions.findHeld(number, code));
  if (!found) throw notFound('Prescription');
  return found;
}
