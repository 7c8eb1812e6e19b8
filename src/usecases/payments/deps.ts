import type { PaymentProvider } from '../../adapters/payments/port.js';
import type { ProviderName } from '../../domain/payment/orders.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';

/** What every payment use case needs. `frontendUrl` is where the provider sends the patient back to. */
export interface PaymentDeps {
  readonly unitOfWork: UnitOfWork;
  readonly providers: (name: ProviderName) => PaymentProvider;
  readonly defaultProvider: ProviderName;
  readonly frontendUrl: string;
  readonly now: () => Date;
}
