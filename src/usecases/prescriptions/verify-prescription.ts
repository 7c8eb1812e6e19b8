import { ANONYMOUS, holderOfPrescription } from '../../domain/actor.js';
import { type Day, localDay } from '../../domain/days.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { medicineOf } from '../../domain/prescriptions/content.js';
import { nextSupplyFrom } from '../../domain/prescriptions/next-supply.js';
import { readNumber } from '../../domain/prescriptions/numbers.js';
import { remainingRepeats, statusOn } from '../../domain/prescriptions/states.js';
import {
  patientInitials,
  type VerifiedDrug,
  type VerifiedPrescription,
  verificationNotice,
} from '../../domain/prescriptions/verification.js';
import { lockOf } from '../../models/repositories/prescriptions/public.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import { type FindByCodeDeps, findByCode, type TypedPrescription } from './find-by-code.js';
import { type AsSignedDeps, judgeRecord } from './is-as-signed.js';
import { readSignedRecord, type SignedRecord } from './signed-record.js';

/**
 * Looks a prescription up by number and code, for whoever holds the paper. Every look is recorded in the audit, a refused one without a
 * patient; every look verifies the signature anew and compares the record with what was signed. One that was changed raises attention.
 * @throws DomainError not_found, the same for whatever leads to no prescription
 */
export function verifyPrescription(deps: AsSignedDeps & FindByCodeDeps) {
  return async (typed: TypedPrescription): Promise<VerifiedPrescription> => {
    const held = await findRecorded(deps, typed);
    const record = await readRecorded(deps, held.id);
    const isAsSigned = await judgeRecord(deps, record);
    return verified(record, { isAsSigned, now: deps.now(), ...held });
  };
}

/** A look that leads nowhere is recorded as well: many of them are somebody who tries codes. */
async function findRecorded(deps: AsSignedDeps & FindByCodeDeps, typed: TypedPrescription) {
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
  const read = async (scope: PrescriptionsScope) => {
    const record = await readSignedRecord(scope, id);
    if (!record) throw notFound('Prescription');
    const { clinicId, patientId } = record.request ?? record.columns;
    const about = { entity: 'prescription', entityId: id, clinicId, patientId } as const;
    await scope.audit.record({ ...about, action: 'prescription.looked_up' }, now());
    return record;
  };
  return unitOfWork.withScope(holderOfPrescription(id), read, { exclusively: lockOf(id) });
}

interface Look {
  readonly isAsSigned: boolean;
  readonly supersededByNumber: string | null;
  readonly now: Date;
}

function verified(record: SignedRecord, look: Look): VerifiedPrescription {
  const { columns, prescription, certificate, document } = record;
  const { isAsSigned, supersededByNumber, now } = look;
  const { number, legalForm, issuedOn, validUntil, contentSha256 } = columns;
  const today = localDay(now, columns.timezone);
  const status = statusOn(today, {
    status: columns.status ?? 'issued',
    validUntil,
    // Of what cannot be read nothing is known to be supplied.
    items: prescription?.items.length ? prescription.items : [{ repeats: 0, supplied: 0 }],
  });
  const content = prescription?.content;
  const drugs = drugsOf(record, { today, isOpen: isAsSigned && status === 'active' });
  return {
    ...{ number, legalForm, issuedOn, validUntil, contentSha256, status, isAsSigned, drugs },
    valid: isAsSigned && (status === 'active' || status === 'dispensed'),
    notice: verificationNotice({ isAsSigned, status, legalForm }),
    doctor: content?.prescriber.name ?? null,
    medicalRegistration: content?.prescriber.identifiers[0]?.value ?? null,
    clinic: content?.clinic.name ?? null,
    clinicPhone: content?.clinic.phone ?? null,
    patient: content ? patientInitials(content.patient) : null,
    documentSha256: document?.sha256 ?? null,
    signer: certificate && { name: certificate.holder, issuer: certificate.issuer, notAfter: certificate.notAfter },
    remainingRepeats: Math.max(0, ...drugs.map(({ remainingRepeats: left }) => left)),
    supersededBy: supersededByNumber,
  };
}

/** Whether anything may be supplied at all, and on which day of the clinic's calendar. */
interface Judged {
  readonly today: Day;
  readonly isOpen: boolean;
}

function drugsOf({ prescription, supplies }: SignedRecord, { today, isOpen }: Judged): VerifiedDrug[] {
  return (prescription?.content.items ?? []).flatMap((printed, at): VerifiedDrug[] => {
    const counted = prescription?.items[at];
    // Somebody has taken an item out of the table: the record is not as it was signed, and says so.
    if (!counted) return [];
    const from = nextSupplyFrom(counted);
    const { name, strength, form } = medicineOf(printed);
    return [
      {
        ...{ name, strength, form },
        quantity: printed.quantity,
        quantityText: printed.quantityText,
        dosageInstructions: printed.directions,
        repeats: printed.repeats,
        repeatIntervalDays: printed.repeatIntervalDays,
        remainingRepeats: remainingRepeats(counted),
        dispensed: counted.supplied > 0,
        supplies: supplies
          .filter(({ itemId }) => itemId === counted.id)
          .map(({ supplyNo, dispensedOn }) => ({ supplyNo, dispensedOn })),
        supplyAllowedNow: isOpen && from !== null && from <= today,
        nextSupplyFrom: from,
      },
    ];
  });
}
