import type { PaymentProvider } from '../../adapters/payments/port.js';
import type { VisitTokens } from '../../adapters/tokens/port.js';
import type { GatewayName, ProviderName } from '../../domain/payments/orders.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';

/** What every payment use case needs. `frontendUrl` is where the provider sends the patient back to. */
export interface PaymentDeps {
  readonly unitOfWork: UnitOfWork;
  readonly providers: (name: ProviderName) => PaymentProvider;
  /** The gateways that are set up, the installation's first choice first. */
  readonly gateways: readonly GatewayName[];
  /** What may be paid with at each, in its own words; cards and wallets when left out. */
  readonly methods: Readonly<Partial<Record<GatewayName, readonly string[]>>>;
  /** Domain of the stand-in addresses for providers that insist on one. */
  readonly customerDomain: string;
  readonly frontendUrl: string;
  /** For the page after a payment: it shows the appointment to whoever comes back with a token. */
  readonly visitTokens: VisitTokens;
  readonly now: () => Date;
}
