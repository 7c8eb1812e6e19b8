import { type Currency, toDecimal } from '../money.js';
import type { GatewayName } from './orders.js';

/**
 * The least that a provider charges, in minor units. Stripe: docs, Supported currencies, "Minimum and maximum charge
 * amounts"; it publishes none for `ngn` and `php` and compares with 0.50 USD at the day's rate, so that only its own
 * answer tells. Paystack: docs, API, "Supported currency". A currency that is not here the provider does not take.
 */
const LEAST: Readonly<Record<GatewayName, Readonly<Partial<Record<Currency, number>>>>> = {
  stripe: { aud: 50, usd: 50, gbp: 30, eur: 50, ngn: 50, php: 50 },
  paystack: { ngn: 5_000, usd: 200 },
};

/** Whether a provider charges so little, in minor units. */
export function isChargeable(gateway: GatewayName, amount: number, currency: Currency): boolean {
  return amount >= (LEAST[gateway][currency] ?? 1);
}

/** The least that one of these providers charges; null when none of them is asked for money in this currency. */
function leastOf(gateways: readonly GatewayName[], currency: Currency): number | null {
  const known = gateways.flatMap((gateway) => LEAST[gateway][currency] ?? []);
  return known.length === 0 ? null : Math.min(...known);
}

/**
 * Why a fee cannot be asked for: every patient's payment would be refused. Null when one of the providers takes it, and
 * for 0.00, which is booked without a payment.
 */
export function feeRefusal(fee: number, currency: Currency, gateways: readonly GatewayName[]): string | null {
  const least = leastOf(gateways, currency);
  if (fee === 0 || least === null || fee >= least) return null;
  return `must be 0.00 or at least ${toDecimal(least)} ${currency.toUpperCase()}: the payment provider charges no less`;
}
