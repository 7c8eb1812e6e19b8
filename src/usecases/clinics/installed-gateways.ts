import type { PaymentProvider } from '../../adapters/payments/port.js';
import type { GatewayName } from '../../domain/payments/public.js';

/** What a clinic's settings are checked against: the payment gateways of this installation, and which currencies each takes. */
export interface InstalledGateways {
  /** The installation's first choice first. */
  readonly gateways: readonly GatewayName[];
  readonly providers: (name: GatewayName) => Pick<PaymentProvider, 'takes'>;
}
