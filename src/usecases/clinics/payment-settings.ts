import type { PrintableCharacters } from '../../adapters/pdf/port.js';
import { actorLabel, type UserActor } from '../../domain/actor.js';
import { type ClinicPolicy, clinicPolicy } from '../../domain/clinics/policy.js';
import { invalid, notFound } from '../../domain/errors.js';
import { isLatinName, nameProblem } from '../../domain/identity/names.js';
import { type Currency, fromDecimal, toDecimal } from '../../domain/money.js';
import { offeredGateways } from '../../domain/payments/gateways.js';
import { refuseFee } from '../../domain/payments/least-charges.js';
import type { GatewayName } from '../../domain/payments/orders.js';
import { type Billing, parseBilling, type Region } from '../../domain/payments/receipts/billing.js';
import type { Count, Decimal, Uuid } from '../../domain/wire-formats.js';
import type { ClinicChange, ClinicRow } from '../../models/repositories/clinics/clinics.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';
import type { PaymentDeps } from '../payments/deps.js';

/** What goes back to a patient who cancels with at least this much notice. */
export interface RefundTierAnswer {
  notice_seconds: Count;
  percent: Count;
}

/** What receipts say of the clinic as the seller. */
export interface BillingAnswer {
  legal_name: string;
  /** The legal name in Latin letters. */
  latin_name: string | null;
  /** Lines separated by line breaks. */
  address: string;
  /** ABN, TIN, VAT number: as typed. */
  tax_id: string | null;
  region: Region;
  /** Registered for the region's GST or VAT. */
  tax_registered: boolean;
  /** A permit or approved range that has to stand on the paper (Philippines). */
  permit: string | null;
}

/** How a clinic is paid. Prices are decimals of its currency. What it does not set comes from the installation. */
export interface PaymentSettingsAnswer {
  clinic: Uuid;
  currency: Currency;
  /** Patients choose among these; the first one when they name none. */
  providers: GatewayName[];
  /** Those that this installation has keys for. */
  available_providers: GatewayName[];
  fee_new: Decimal;
  fee_returning: Decimal;
  refund_tiers: RefundTierAnswer[];
  no_show_refund_percent: Count;
  /** A refund by staff above this waits for a second person. */
  refund_approval_above: Decimal;
  billing: BillingAnswer;
}

/** What is to change; a member that is left out stays as it is. */
export interface PaymentSettingsChange {
  readonly currency?: Currency | undefined;
  readonly providers?: readonly GatewayName[] | undefined;
  readonly fee_new?: string | undefined;
  readonly fee_returning?: string | undefined;
  readonly refund_tiers?: readonly RefundTierAnswer[] | undefined;
  readonly no_show_refund_percent?: number | undefined;
  readonly refund_approval_above?: string | undefined;
  readonly billing?: Readonly<Partial<BillingAnswer>> | undefined;
}

export interface PaymentSettingsDeps {
  readonly unitOfWork: UnitOfWork;
  readonly payments: Pick<PaymentDeps, 'gateways' | 'providers'>;
  readonly policy: ClinicPolicy;
  readonly characters: PrintableCharacters;
  readonly now: () => Date;
}

/** A clinic's payment settings. @throws DomainError not_found */
export function readPaymentSettings(deps: PaymentSettingsDeps) {
  return (actor: UserActor, clinicId: string): Promise<PaymentSettingsAnswer> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const clinic = actor.clinicIds.includes(clinicId) ? await scope.clinics.find(clinicId) : null;
      if (!clinic) throw notFound('Clinic');
      return answer(deps, clinic);
    });
}

/**
 * Changes a clinic's payment settings for bookings from now on: what was agreed with a patient stays as it was.
 * @throws DomainError not_found, validation_failed
 */
export function changePaymentSettings(deps: PaymentSettingsDeps) {
  return (actor: UserActor, clinicId: string, change: PaymentSettingsChange): Promise<PaymentSettingsAnswer> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      if (!actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
      // Locked: of two changes at once, the second goes on from the first.
      const clinic = await scope.clinics.lock(clinicId);
      if (!clinic) throw notFound('Clinic');
      const row = toRow(deps, clinic, change);
      if (change.billing) refuseUnprintable(deps.characters, parseBilling(row.billing ?? {}, clinic.name));
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
      return answer(deps, changed);
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
  refuseSmallFees(deps, clinic, change, currency, providers);
  const name = change.billing?.legal_name;
  const problem = name === undefined ? null : nameProblem(name);
  if (problem) throw invalid('billing.legal_name', problem);
  return {
    currency,
    paymentProviders: [...new Set(providers)],
    policy: {
      ...clinic.policy,
      ...minor('feeNew', 'fee_new', change.fee_new),
      ...minor('feeReturning', 'fee_returning', change.fee_returning),
      ...minor('refundApprovalAbove', 'refund_approval_above', change.refund_approval_above),
      ...(change.refund_tiers ? { refundTiers: tiers(change.refund_tiers) } : {}),
      ...(change.no_show_refund_percent === undefined ? {} : { noShowRefundPercent: change.no_show_refund_percent }),
    },
    billing: { ...clinic.billing, ...change.billing },
  };
}

/**
 * Every document of a clinic begins with its name and address: what no font can show is refused when it is set.
 * @throws DomainError validation_failed
 */
function refuseUnprintable({ missing }: PrintableCharacters, billing: Billing): void {
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
  const others = { address: address.join(' '), tax_id: taxId ?? '', permit: permit ?? '' };
  for (const [field, text] of Object.entries(others)) {
    const [character] = missing(text);
    if (character) throw invalid(`billing.${field}`, `Documents cannot show the character ${character}.`);
  }
}

/** A fee below what every provider of the clinic charges would be refused of each patient. @throws DomainError validation_failed */
function refuseSmallFees(
  deps: PaymentSettingsDeps,
  clinic: ClinicRow,
  change: PaymentSettingsChange,
  currency: Currency,
  providers: readonly string[],
): void {
  const { gateways } = deps.payments;
  const offered = offeredGateways({ installed: gateways, clinic: providers });
  const present = clinicPolicy(deps.policy, clinic.policy);
  const fees = {
    fee_new: change.fee_new === undefined ? present.feeNew : fromDecimal(change.fee_new),
    fee_returning: change.fee_returning === undefined ? present.feeReturning : fromDecimal(change.fee_returning),
  };
  const changed = change.currency !== undefined || change.providers !== undefined;
  for (const field of ['fee_new', 'fee_returning'] as const) {
    const fee = fees[field];
    if (fee === null || (change[field] === undefined && !changed)) continue;
    const problem = refuseFee(fee, currency, offered);
    if (problem) throw invalid(field, `${field} ${problem}.`);
  }
}

function minor(key: keyof ClinicPolicy, field: string, text: string | undefined): Readonly<Record<string, number>> {
  if (text === undefined) return {};
  const value = fromDecimal(text);
  if (value === null) throw invalid(field, 'An amount looks like 80.00.');
  return { [key]: value };
}

function tiers(wanted: readonly RefundTierAnswer[]) {
  if (wanted.length === 0)
    throw invalid('refund_tiers', 'Name at least one tier; one of 0 percent gives nothing back.');
  const notices = new Set(wanted.map((tier) => tier.notice_seconds));
  if (notices.size < wanted.length) throw invalid('refund_tiers', 'Every tier needs a notice of its own.');
  return wanted.map(({ notice_seconds, percent }) => ({ noticeMs: notice_seconds * 1000, percent }));
}

function answer(deps: PaymentSettingsDeps, clinic: ClinicRow): PaymentSettingsAnswer {
  const policy = clinicPolicy(deps.policy, clinic.policy);
  const { gateways } = deps.payments;
  const available = gateways.filter((name) => deps.payments.providers(name).takes(clinic.currency));
  const billing = parseBilling(clinic.billing, clinic.name);
  return {
    clinic: clinic.id,
    currency: clinic.currency,
    providers: clinic.paymentProviders.length > 0 ? [...clinic.paymentProviders] : available,
    available_providers: available,
    fee_new: toDecimal(policy.feeNew),
    fee_returning: toDecimal(policy.feeReturning),
    refund_tiers: policy.refundTiers.map(({ noticeMs, percent }) => ({ notice_seconds: noticeMs / 1000, percent })),
    no_show_refund_percent: policy.noShowRefundPercent ?? 0,
    refund_approval_above: toDecimal(policy.refundApprovalAbove ?? 0),
    billing: {
      legal_name: billing.legalName,
      latin_name: billing.latinName,
      address: billing.address.join('\n'),
      tax_id: billing.taxId,
      region: billing.region,
      tax_registered: billing.taxRegistered,
      permit: billing.permit,
    },
  };
}
