import { invalid } from '../../domain/errors.js';
import type { RequestedProduct } from '../../domain/prescriptions/request.js';
import type { Uuid } from '../http/wire-formats.js';
import { type ApprovalCode, type PrescriptionText, textOf } from './prescription-texts.js';

/** A product of a supplier, prescribed. */
export interface PrescribedSupplierProductBody {
  /** A product of the clinic's catalogue. */
  product: Uuid;
  /**
   * How much is taken and when, in the doctor's own words; with `instructions` it is what is printed.
   * @minLength 1
   * @maxLength 1000
   */
  dosage: string;
  /**
   * Together with `dosage` at most 1,000 characters.
   * @minLength 1
   * @maxLength 1000
   */
  instructions: string;
  /**
   * Packs.
   * @isInt
   * @minimum 1
   * @maximum 10000
   */
  quantity: number;
  /**
   * Supplies after the first one.
   * @isInt
   * @minimum 0
   * @maximum 1000
   */
  repeats: number;
  /**
   * Days that have to pass between two supplies. Schedule 8 needs it as soon as there are repeats.
   * @isInt
   * @minimum 1
   * @maximum 365
   */
  repeat_interval_days?: number | null;
  authority_code?: ApprovalCode | null;
  /** Of medicinal cannabis: the approval under which it is prescribed. Left out: any of the doctor's that covers it. */
  approval?: Uuid | null;
  /** The same by the reference that the authority has given the approval. */
  approval_number?: PrescriptionText | null;
}

/** What is printed of both together. */
const MOST_DIRECTIONS = 1000;

/** @throws DomainError validation_failed for directions in which there is nothing to see, or that are too long together */
export function requestedProduct(body: PrescribedSupplierProductBody, at: number): RequestedProduct {
  const path = `prescribed_supplier_products.${at}`;
  const dosage = wordsOf(`${path}.dosage`, body.dosage);
  const instructions = wordsOf(`${path}.instructions`, body.instructions);
  if (dosage.length + 1 + instructions.length > MOST_DIRECTIONS) {
    throw invalid(
      `${path}.instructions`,
      `Dosage and instructions have at most ${MOST_DIRECTIONS} characters together.`,
    );
  }
  return {
    productId: body.product.toLowerCase(),
    ...{ dosage, instructions, quantity: body.quantity, repeats: body.repeats },
    repeatIntervalDays: body.repeat_interval_days ?? null,
    authorityCode: body.authority_code?.trim() ?? null,
    approvalId: body.approval?.toLowerCase() ?? null,
    approvalNumber: body.approval_number?.trim() ?? null,
  };
}

function wordsOf(field: string, text: string): string {
  const words = textOf(field, text);
  if (words === null) throw invalid(field, 'Please write something.');
  return words;
}
