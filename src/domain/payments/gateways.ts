import { DomainError, invalid } from '../errors.js';
import type { GatewayName } from './orders.js';

export interface GatewayChoice {
  /** Those that this installation can use, its first choice first. */
  readonly installed: readonly GatewayName[];
  /** Those that the clinic lets its patients use, its first choice first; empty leaves it to the installation. */
  readonly clinic: readonly string[];
  /** Those that take the appointment's price in its currency. */
  readonly takes: (name: GatewayName) => boolean;
  /** Those that charge so small an amount. */
  readonly charges: (name: GatewayName) => boolean;
  /** What the payer asked for; null leaves it to the clinic. */
  readonly wanted: string | null;
}

/**
 * Which gateway an order goes to.
 * @throws DomainError validation_failed when the one asked for is not offered here; provider_unavailable when none is;
 *   provider_refused when none takes so small an amount
 */
export function chooseGateway(choice: GatewayChoice): GatewayName {
  const { takes, charges, wanted } = choice;
  const possible = offeredGateways(choice).filter(takes);
  const usable = possible.filter(charges);
  const chosen = wanted === null ? usable[0] : usable.find((name) => name === wanted);
  if (chosen) return chosen;
  if (wanted !== null) throw invalid('provider', `This clinic offers: ${usable.join(', ') || 'payment at the desk'}.`);
  if (possible.length > 0)
    throw new DomainError('provider_refused', 'The price is less than any payment provider charges.');
  throw new DomainError('provider_unavailable', 'This clinic has no payment provider for this currency.', {
    retryAfter: 3600,
  });
}

/** The gateways of a clinic, its first choice first. */
export function offeredGateways({
  installed,
  clinic,
}: Pick<GatewayChoice, 'installed' | 'clinic'>): readonly GatewayName[] {
  return clinic.length === 0 ? installed : clinic.filter((name): name is GatewayName => isOneOf(name, installed));
}

function isOneOf(name: string, names: readonly string[]): boolean {
  return names.includes(name);
}
