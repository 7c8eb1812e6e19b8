import type { PrintableCharacters } from '../../adapters/pdf/port.js';
import { actorLabel, type UserActor } from '../../domain/actor.js';
import type { RefundTier } from '../../domain/clinics/policy.js';
import { type ClinicPolicy, clinicPolicy } from '../../domain/clinics/policy.js';
import { invalid, notFound } from '../../domain/errors.js';
import { isLatinName, nameProblem } from '../../domain/identity/public.js';
import type { Currency } from '../../domain/money.js';
import {
  type Billing,
  feeRefusal,
  type GatewayName,
  offeredGateways,
  parseBilling,
} from '../../domain/payments/public.js';
import type { ClinicChange, ClinicRow } from '../../models/repositories/clinics/clinics.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { InstalledGateways } from './installed-gateways.js';

type Scope = ClinicsScope & SupportScope;

/** How a clinic is paid. Amounts are minor units of its currency. What it does not set comes from the installation. */
export interface PaymentSettings {
  readonly clinicId: string;
  readonly currency: Currency;
  /** Patients choose among these; the first one when they name none. */
  readonly providers: readonly GatewayName[];
  /** Those that this installation has keys for. */
  readonly availableProviders: readonly GatewayName[];
  readonly feeNew: number;
  readonly feeReturning: number;
  readonly refundTiers: readonly RefundTier[];
  readonly noShowRefundPercent: number;
  /** A refund by staff above this waits for a second person. */
  readonly refundApprovalAbove: number;
  /** What receipts say of the clinic as the seller. */
  readonly billing: Billing;
}

/** What receipts are to say of the clinic; `address` is one text with its lines. */
export type BillingChange = Partial<Omit<Billing, 'address' | 'latinName'>> & {
  readonly address?: string | undefined;
  readonly latinName?: string | null | undefined;
};

/** What is to change; a member that is left out stays as it is. */
export interface PaymentSettingsChange {
  readonly currency?: Currency | undefined;
  readonly providers?: readonly GatewayName[] | undefined;
  readonly feeNew?: number | undefined;
  readonly feeReturning?: number | undefined;
  readonly refundTiers?: readonly RefundTier[] | undefined;
  readonly noShowRefundPercent?: number | undefined;
  readonly refundApprovalAbove?: number | undefined;
  readonly billing?: BillingChange | undefined;
}

export interface PaymentSettingsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly payments: InstalledGateways;
  readonly policy: ClinicPolicy;
  readonly characters: PrintableCharacters;
  readonly now: () => Date;
}

/** A clinic's payment settings. @throws DomainError not_found */
export function readPaymentSettings(deps: PaymentSettingsDeps) {
  return (actor: UserActor, clinicId: string): Promise<PaymentSettings> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const clinic = actor.clinicIds.includes(clinicId) ? await scope.clinics.find(clinicId) : null;
      if (!clinic) throw notFound('Clinic');
      return settingsOf(deps, clinic);
    });
}

/**
 * Changes a clinic's payment settings for bookings from now on: what was agreed with a patient stays as it was.
 * @throws DomainError not_found, validation_failed
 */
export function changePaymentSettings(deps: PaymentSettingsDeps) {
  return (actor: UserActor, clinicId: string, change: PaymentSettingsChange): Promise<PaymentSettings> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      if (!actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
      // Locked: of two changes at once, the second goes on from the first.
      const clinic = await scope.clinics.lock(clinicId);
      if (!clinic) throw notFound('Clinic');
      const row = toRow(deps, clinic, change);
      if (change.billing) assertPrintable(deps.characters, parseBilling(row.billing ?? {}, clinic.name));
      const changed = await scope.clinics.update(clinic.id, row);
      if (change.billing)
        await scope.attention.closeUnprintable({ kind: 'clinic', id: clinic.id }, actorLabel(actor), deps.now());
      await scope.audit.record(
        {
          action: 'clinic.settings_changed',
          entity: 'clinic',
          entityId: clinic.id,
          clinicId: clinic.id,
          details: { changed: Object.keys(change).join(',') },
        },
        deps.now(),
      );
      return settingsOf(deps, changed);
    });
}

function toRow(deps: PaymentSettingsDeps, clinic: ClinicRow, change: PaymentSettingsChange): ClinicChange {
  const currency = change.currency ?? clinic.currency;
  const providers = change.providers ?? clinic.paymentProviders;
  const { gateways } = deps.payments;
  if (
    providers.length === 0 &&
    gateways.length > 0 &&
    !gateways.some((name) => deps.payments.providers(name).takes(currency))
  )
    throw invalid('currency', `No payment provider of this installation takes ${currency}: nobody could pay.`);
  for (const name of providers) {
    if (!gateways.includes(name)) throw invalid('providers', `${name} is not set up here.`);
    if (!deps.payments.providers(name).takes(currency))
      throw invalid('providers', `${name} does not take ${currency}.`);
  }
  assertFees(deps, clinic, { change, currency, providers });
  const name = change.billing?.legalName;
  const problem = name === undefined ? null : nameProblem(name);
  if (problem) throw invalid('billing.legal_name', problem);
  const { feeNew, feeReturning, refundTiers, noShowRefundPercent, refundApprovalAbove } = change;
  if (refundTiers) assertTiers(refundTiers);
  return {
    currency,
    paymentProviders: [...new Set(providers)],
    policy: {
      ...clinic.policy,
      ...given({ feeNew, feeReturning, refundTiers, noShowRefundPercent, refundApprovalAbove }),
    },
    billing: { ...clinic.billing, ...change.billing },
  };
}

/**
 * Every document of a clinic begins with its name and address: what no font can show is refused when it is set.
 * @throws DomainError validation_failed
 */
function assertPrintable({ missing }: PrintableCharacters, billing: Billing): void {
  const { legalName, latinName, address, taxId, permit } = billing;
  if (latinName !== null && !isLatinName(latinName)) {
    throw invalid(
      'billing.latin_name',
      'The Latin name has Latin letters only, with their accents, digits and punctuation.',
    );
  }
  if (latinName === null && missing(legalName).length > 0) {
    throw invalid(
      'billing.latin_name',
      'Documents cannot show all characters of this name. Please give it in Latin letters, too.',
    );
  }
  const others = [
    ['address', address.join(' ')],
    ['tax_id', taxId ?? ''],
    ['permit', permit ?? ''],
  ] as const;
  for (const [field, text] of others) {
    const [character] = missing(text);
    if (character) throw invalid(`billing.${field}`, `Documents cannot show the character ${character}.`);
  }
}

/**
 * A fee below what every provider of the clinic charges would be refused of each patient. A fee that stays is judged when
 * currency or providers are named. @throws DomainError validation_failed
 */
function assertFees(
  deps: PaymentSettingsDeps,
  clinic: ClinicRow,
  wanted: {
    readonly change: PaymentSettingsChange;
    readonly currency: Currency;
    readonly providers: readonly GatewayName[];
  },
): void {
  const { change, currency, providers } = wanted;
  const offered = offeredGateways({ installed: deps.payments.gateways, clinic: providers });
  const present = clinicPolicy(deps.policy, clinic.policy);
  const changed = change.currency !== undefined || change.providers !== undefined;
  for (const [key, field] of FEES) {
    if (change[key] === undefined && !changed) continue;
    const problem = feeRefusal(change[key] ?? present[key], currency, offered);
    if (problem) throw invalid(field, `${field} ${problem}.`);
  }
}

const FEES = [
  ['feeNew', 'fee_new'],
  ['feeReturning', 'fee_returning'],
] as const;

function assertTiers(wanted: readonly RefundTier[]): void {
  if (wanted.length === 0)
    throw invalid('refund_tiers', 'Name at least one tier; one of 0 percent gives nothing back.');
  const notices = new Set(wanted.map((tier) => tier.noticeMs));
  if (notices.size < wanted.length) throw invalid('refund_tiers', 'Every tier needs a notice of its own.');
}

function given(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function settingsOf(deps: PaymentSettingsDeps, clinic: ClinicRow): PaymentSettings {
  const policy = clinicPolicy(deps.policy, clinic.policy);
  const { gateways } = deps.payments;
  const available = gateways.filter((name) => deps.payments.providers(name).takes(clinic.currency));
  return {
    clinicId: clinic.id,
    currency: clinic.currency,
    providers: clinic.paymentProviders.length > 0 ? clinic.paymentProviders : available,
    availableProviders: available,
    feeNew: policy.feeNew,
    feeReturning: policy.feeReturning,
    refundTiers: policy.refundTiers,
    noShowRefundPercent: policy.noShowRefundPercent ?? 0,
    refundApprovalAbove: policy.refundApprovalAbove ?? 0,
    billing: parseBilling(clinic.billing, clinic.name),
  };
}
