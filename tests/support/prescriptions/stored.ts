import { createHash, randomUUID } from 'node:crypto';
import type { Core } from '../../../src/composition/core.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { addDays, localDay } from '../../../src/domain/days.js';
import { canonicalContent } from '../../../src/domain/prescriptions/content.js';
import { authorityTerm } from '../../../src/domain/prescriptions/signing-certificates.js';
import { aContent } from './a-content.js';

const CLEAR = { state: 'clear', reasons: [] } as const;

export interface StoredChanges {
  readonly schedule?: 'S4' | 'S8';
  /** On the clinic's calendar, at about noon there; today without it. */
  readonly issuedOn?: string;
  /** The row of the formulary. */
  readonly drugId?: string;
  readonly repeats?: number;
  /** A product of a supplier, in the place of a row of the formulary. */
  readonly productId?: string | null;
  readonly quantity?: number;
}

/** A prescription that is in the record, and that nobody has signed; its id. */
export async function storePrescription(
  { unitOfWork }: Pick<Core, 'unitOfWork'>,
  of: {
    readonly clinicId: string;
    readonly doctorId: string;
    readonly patientId: string;
    readonly appointmentId: string;
  },
  {
    schedule = 'S4',
    issuedOn: day,
    drugId = randomUUID(),
    repeats = 0,
    productId = null,
    quantity = 20,
  }: StoredChanges = {},
): Promise<string> {
  const [id, item] = [randomUUID(), randomUUID()];
  const now = day === undefined ? new Date() : new Date(`${day}T02:00:00Z`);
  const today = day ?? localDay(now, 'UTC');
  const dates = { issuedOn: today, validUntil: addDays(today, 180) };
  await unitOfWork.withScope(SYSTEM, async (scope) => {
    const fingerprint = createHash('sha256').update(id).digest('hex');
    const named = { kind: 'authority', doctorId: null, holder: 'H', issuer: 'I', chain: 'C', fingerprint } as const;
    const generation = ((await scope.signingKeys.findAuthority())?.generation ?? 0) + 1;
    const certificate = await scope.signingKeys.claim({ ...named, ...authorityTerm(now) }, generation, now);
    // Another one that is stored at the same moment may have claimed its generation.
    const other = certificate ? null : await scope.signingKeys.findAuthority();
    const operationId = `${id}/issue`;
    await scope.prescriptions.insertRequest({
      ...{ ...of, id, bodyHash: 'h', operationId, issuedAt: now, remindAt: null, apiRequestId: null, runId: 'r' },
    });
    const year = Number(today.slice(0, 4));
    const ordinal = await scope.prescriptions.takeNumbers(year, 1);
    const number = `RX${year}${String(ordinal).padStart(6, '0')}`;
    const [printed] = aContent().items;
    if (!printed) return;
    const content = aContent({ id, number, ...dates, items: [{ ...printed, id: item }] });
    const { issuedOn, validUntil, legalForm, scheme } = content;
    const contentText = canonicalContent(content);
    await scope.prescriptions.insert(
      {
        ...{ ...of, id, requestId: id, position: 0, year, ordinal, number, legalForm, scheme, schedule },
        ...{ issuedAt: now, issuedOn, validUntil, timezone: 'UTC', contentText, jws: 'a..b' },
        contentSha256: createHash('sha256').update(contentText).digest('hex'),
        certificateId: certificate?.id ?? other?.id ?? '',
        code: id.slice(0, 10).toUpperCase(),
        supersedes: null,
        details: {
          ...{ notes: null, consultationMode: 'video', chatOnlyReason: null, monitoringCheck: null },
          ...{ stateApprovalNumber: null, specialHandling: null, overridden: [], acknowledged: [] },
          checks: {
            ...{ allergy: CLEAR, interaction: CLEAR, duplicate: CLEAR, dose: CLEAR },
            ...{ age: CLEAR, pregnancy: CLEAR, directions: CLEAR },
          },
          flags: { controlledSubstance: false, schedule: 4, authorityCode: null, auditRequired: false },
          restrictions: {
            noRepeats: true,
            pharmacistVerificationRequired: false,
            patientIdVerificationRequired: false,
          },
          dosageWithinLimits: [true],
        },
      },
      [
        {
          ...{ id: item, prescriptionId: id, position: 0, schedule, productId },
          ...(productId === null ? { drugId, drugVersion: 1 } : { drugId: null, drugVersion: null }),
          ...{ quantity, repeats, intervalDays: 1, issuedOn, validUntil },
        },
      ],
    );
  });
  return id;
}
