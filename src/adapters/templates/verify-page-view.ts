import { longDay } from '../../domain/days.js';
import type { VerifiedDrug, VerifiedPrescription } from '../../domain/prescriptions/verification.js';

/** The page on which a prescription is looked up. `number` is what was typed: it is shown again, the code is not. */
export interface VerifyPage {
  readonly state: 'asking' | 'not_found' | 'rate_limited' | 'unavailable' | 'found';
  readonly number: string;
  readonly found?: VerifiedPrescription;
}

const STATES = ['asking', 'not_found', 'rate_limited', 'unavailable'] as const;

/** What stands on top, to be read from an arm's length, and its colour. */
const HEADLINES: Readonly<Record<VerifiedPrescription['status'], { readonly text: string; readonly tone: string }>> = {
  active: { text: 'Genuine', tone: 'good' },
  dispensed: { text: 'Genuine, all supplied', tone: 'warn' },
  expired: { text: 'Expired', tone: 'bad' },
  cancelled: { text: 'Cancelled', tone: 'bad' },
  superseded: { text: 'Replaced', tone: 'bad' },
};
const CHANGED = { text: 'Do not supply', tone: 'bad' } as const;

export function verifyPageView({ state, number, found }: VerifyPage) {
  return {
    is: Object.fromEntries(STATES.map((one) => [one, one === state])),
    number: found?.number ?? number,
    found: found ? foundView(found) : null,
    refreshSeconds: null,
  };
}

function foundView(found: VerifiedPrescription) {
  const { isAsSigned, signer } = found;
  return {
    headline: isAsSigned ? HEADLINES[found.status] : CHANGED,
    notice: found.notice,
    status: found.status,
    // What somebody has written into the record is not shown as if a doctor had.
    content: isAsSigned ? contentView(found) : null,
    issued: longDay(found.issuedOn),
    validUntil: longDay(found.validUntil),
    supersededBy: found.supersededBy,
    signer: isAsSigned && signer ? { ...signer, notAfter: longDay(signer.notAfter.toISOString().slice(0, 10)) } : null,
    contentSha256: found.contentSha256,
    documentSha256: found.documentSha256,
  };
}

function contentView({
  doctor,
  medicalRegistration,
  clinic,
  clinicPhone,
  patient,
  drugs,
  status,
}: VerifiedPrescription) {
  return {
    doctor,
    medicalRegistration,
    clinic,
    phone: clinicPhone === null ? null : { text: clinicPhone, href: `tel:${clinicPhone.replaceAll(/[^+\d]/g, '')}` },
    patient,
    drugs: drugs.map((drug) => drugView(drug, status)),
  };
}

function drugView(drug: VerifiedDrug, status: VerifiedPrescription['status']) {
  const { supplies } = drug;
  return {
    name: drug.name,
    quantity: drug.quantityText,
    directions: drug.dosageInstructions,
    repeats: `${drug.repeats}, of which ${drug.remainingRepeats} left`,
    interval: drug.repeatIntervalDays === null ? null : `${drug.repeatIntervalDays} days`,
    supplies: supplies.map(({ supplyNo, dispensedOn }) => ({ no: supplyNo, on: longDay(dispensedOn) })),
    hasSupplies: supplies.length > 0,
    now: nowOf(drug, status),
  };
}

/** Whether it may be supplied today, and from when on otherwise. */
function nowOf({ supplyAllowedNow, nextSupplyFrom: from }: VerifiedDrug, status: VerifiedPrescription['status']) {
  if (supplyAllowedNow) return { tone: 'good', text: 'A supply is allowed now' };
  if (from === null) return { tone: 'warn', text: 'No supply is left' };
  if (status === 'active') return { tone: 'warn', text: `Next supply from ${longDay(from)}` };
  return { tone: 'bad', text: 'Do not supply' };
}
