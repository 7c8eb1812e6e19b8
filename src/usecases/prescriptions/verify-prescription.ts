import { ANONYMOUS, holderOfPrescription } from '../../domain/actor.js';
import { type Day, localDay } from '../../domain/days.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { nextSupplyFrom } from '../../domain/prescriptions/next-supply.js';
import { readNumber } from '../../domain/prescriptions/numbers.js';
import type { SigningCertificate } from '../../domain/prescriptions/signing-certificates.js';
import { statusOn } from '../../domain/prescriptions/states.js';
import type {
  StoredItem,
  StoredPrescription,
  StoredSupply,
} from '../../models/repositories/prescriptions/prescriptions.js';
import { findByCode, type TypedPrescription } from './find-by-code.js';
import { type AsSignedDeps, judgeRecord } from './is-as-signed.js';
import { readSignedRecord, type SignedRecord } from './signed-record.js';

/** An item of a prescription that was looked up. */
export interface VerifiedItem {
  readonly printed: StoredPrescription['content']['items'][number];
  readonly counted: StoredItem;
  readonly supplies: readonly StoredSupply[];
  /** A pharmacy may supply it on this day. */
  readonly isAllowedNow: boolean;
  /** Null where no supply is left. */
  readonly nextSupplyFrom: Day | null;
}

/** What whoever holds a prescription is told of it. */
export interface VerifiedPrescription {
  readonly number: string;
  /** As the number's record has it, without what cannot be read of it any more. */
  readonly columns: Pick<SignedRecord['columns'], 'legalForm' | 'issuedOn' | 'validUntil' | 'contentSha256'>;
  readonly status: ReturnType<typeof statusOn>;
  /** Nobody has changed the record since it was signed. */
  readonly isAsSigned: boolean;
  /** Null where somebody has made it unreadable. */
  readonly prescription: StoredPrescription | null;
  readonly items: readonly VerifiedItem[];
  readonly signer: SigningCertificate | null;
  readonly documentSha256: string | null;
  readonly supersededByNumber: string | null;
}

/**
 * Looks a prescription up by number and code, for whoever holds the paper. Every look is recorded in the audit, a refused one without a
 * patient; every look verifies the signature anew and compares the record with what was signed. One that was changed raises attention.
 * @throws DomainError not_found, the same for whatever leads to no prescription
 */
export function verifyPrescription(deps: AsSignedDeps) {
  return async (typed: TypedPrescription): Promise<VerifiedPrescription> => {
    const held = await findRecorded(deps, typed);
    const { record, supplies } = await readRecorded(deps, held.id);
    const isAsSigned = await judgeRecord(deps, record);
    return verified(record, { supplies, isAsSigned, now: deps.now(), ...held });
  };
}

/** A look that leads nowhere is recorded as well: many of them are somebody who tries codes. */
async function findRecorded(deps: AsSignedDeps, typed: TypedPrescription) {
  try {
    return await findByCode(deps, typed);
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'not_found')) throw error;
    // No text but a number: somebody may have typed the code in its place.
    const entityId = readNumber(typed.number) ?? 'unknown';
    const refused = { action: 'prescription.look_refused', entity: 'prescription', entityId, clinicId: null } as const;
    await deps.unitOfWork.withScope(ANONYMOUS, (scope) => scope.audit.record(refused, deps.now()));
    throw error;
  }
}

function readRecorded({ unitOfWork, now }: AsSignedDeps, id: string) {
  return unitOfWork.withScope(holderOfPrescription(id), async (scope) => {
    const record = await readSignedRecord(scope, id);
    if (!record) throw notFound('Prescription');
    const { clinicId, patientId } = record.request ?? record.columns;
    const about = { entity: 'prescription', entityId: id, clinicId, patientId } as const;
    await scope.audit.record({ ...about, action: 'prescription.looked_up' }, now());
    return { record, supplies: await scope.prescriptions.listSupplies(id) };
  });
}

interface Look {
  readonly supplies: readonly StoredSupply[];
  readonly isAsSigned: boolean;
  readonly supersededByNumber: string | null;
  readonly now: Date;
}

function verified({ columns, prescription, certificate, document }: SignedRecord, look: Look): VerifiedPrescription {
  const { supplies, isAsSigned, supersededByNumber, now } = look;
  const today = localDay(now, columns.timezone);
  const items = prescription?.items ?? [];
  const status = statusOn(today, {
    status: columns.status ?? 'issued',
    validUntil: columns.validUntil,
    // Nothing is left of what cannot be read.
    items,
  });
  const isOpen = isAsSigned && status === 'active';
  return {
    number: columns.number,
    columns,
    status,
    isAsSigned,
    prescription,
    items: (prescription?.content.items ?? []).flatMap((printed, at): VerifiedItem[] => {
      const counted = items[at];
      if (!counted) return [];
      const from = nextSupplyFrom(counted);
      const isAllowedNow = isOpen && from !== null && from <= today;
      const own = supplies.filter(({ itemId }) => itemId === counted.id);
      return [{ printed, counted, supplies: own, isAllowedNow, nextSupplyFrom: from }];
    }),
    signer: certificate,
    documentSha256: document?.sha256 ?? null,
    supersededByNumber,
  };
}
