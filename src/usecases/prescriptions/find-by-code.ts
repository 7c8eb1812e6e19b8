import { notFound } from '../../domain/errors.js';
import { readCode, readNumber } from '../../domain/prescriptions/numbers.js';
import type {
  HeldPrescription,
  PrescriptionRepository,
} from '../../models/repositories/prescriptions/prescriptions.js';

/** Number and code, as somebody typed them or a QR code has them. */
export interface TypedPrescription {
  readonly number: string;
  readonly code: string;
}

export interface FindByCodeDeps {
  /** On behalf of nobody, and a single statement: the transaction of what follows needs the id before it begins. */
  readonly byCode: Pick<PrescriptionRepository, 'findHeld'>;
}

/** No prescription has it. */
const NONE = '';

/**
 * Finds a prescription by number and code, for whoever holds the paper and has no login: the id, by which `holderOfPrescription` opens
 * that one prescription. What cannot be a number or a code, a number that was never issued, a draft and a code of another prescription take the
 * same single look-up and get the same answer.
 * @throws DomainError not_found
 */
export async function findByCode({ byCode }: FindByCodeDeps, typed: TypedPrescription): Promise<HeldPrescription> {
  const found = await byCode.findHeld(readNumber(typed.number) ?? NONE, readCode(typed.code) ?? NONE);
  if (!found) throw notFound('Prescription');
  return found;
}
