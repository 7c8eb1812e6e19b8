import {
  type MissingCharacters,
  type ReceiptFacts,
  unprintableParts,
} from '../../../domain/payments/receipts/receipt.js';
import type { SupportScope } from '../../../models/repositories/support/public.js';

type Scope = SupportScope;

/**
 * Opens `name_unprintable` for the patient or the clinic, once for each, when a document leaves out characters that no
 * font has: a person then asks for the Latin name.
 */
export async function flagUnprintable(
  scope: Scope,
  document: {
    readonly number: string;
    readonly clinicId: string;
    readonly patientId: string;
    readonly facts: ReceiptFacts;
  },
  missing: MissingCharacters,
  now: Date,
): Promise<void> {
  const { clinicId, patientId, number, facts } = document;
  const { buyer, seller } = unprintableParts(facts, missing);
  const parties = [
    { kind: 'patient', id: patientId, parts: buyer },
    { kind: 'clinic', id: clinicId, parts: seller },
  ] as const;
  for (const { kind, id, parts } of parties) {
    if (parts.length === 0) continue;
    const entityId = await scope.attention.openUnprintable(clinicId, { kind, id }, { receipt: number, parts }, now);
    if (entityId === null) continue;
    const details = { code: 'name_unprintable', about: kind, parts: parts.join(',') };
    await scope.audit.record({ action: 'attention.opened', entity: 'attention', entityId, clinicId, details }, now);
  }
}
