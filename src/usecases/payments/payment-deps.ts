import type { PaymentProvider } from '../../adapters/payments/port.js';
import type { GatewayName, ProviderName } from '../../domain/payments/orders.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';
import type { Payables, ReadSubject } from './payable.js';

/** What every payment use case needs. `Subject` is what its steps answer of the thing that is paid for. */
export interface PaymentDeps<Subject = unknown> {
  readonly unitOfWork: UnitOfWork;
  readonly providers: (name: ProviderName) => PaymentProvider;
  /** The gateways that are set up, the installation's first choice first. */
  readonly gateways: readonly GatewayName[];
  /** What may be paid with at each, in its own words; cards and wallets when left out. */
  readonly methods: Readonly<Partial<Record<GatewayName, readonly string[]>>>;
  /** Domain of the stand-in addresses for providers that insist on one. */
  readonly customerDomain: string;
  readonly payables: Payables;
  readonly readSubject: ReadSubject<Subject>;
  readonly now: () => Date;
}
