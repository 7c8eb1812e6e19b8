import type { PaymentProvider } from '../../adapters/payments/port.js';
import type { GatewayName, ProviderName } from '../../domain/payments/orders.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { Payables, ReadSubject } from './payable.js';

type Scope = ClinicsScope & PaymentsScope & SupportScope;

/** What every payment use case needs. `Subject` is what its steps answer of the thing that is paid for. */
export interface PaymentDeps<Subject = unknown> {
  readonly unitOfWork: UnitOfWork<Scope>;
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
