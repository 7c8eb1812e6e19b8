import { type DeskBook, DeskProvider } from '../adapters/payments/desk.js';
import { PaystackProvider } from '../adapters/payments/paystack.js';
import type { PaymentProvider } from '../adapters/payments/port.js';
import { StripeProvider } from '../adapters/payments/stripe.js';
import { WaivedProvider } from '../adapters/payments/waived.js';
import type { Settings } from '../config/schema.js';
import { SYSTEM } from '../domain/actor.js';
import { GATEWAYS, type GatewayName, type ProviderName } from '../domain/payments/orders.js';
import type { PaymentsScope } from '../models/repositories/payments/slice.js';
import type { UnitOfWork } from '../models/scope.js';

type Scope = PaymentsScope;

export interface PaymentProviders {
  /** Those that are set up, the installation's first choice first. */
  readonly gateways: readonly GatewayName[];
  /** @throws Error for one that is not set up */
  readonly providers: (name: ProviderName) => PaymentProvider;
}

/** Each question in a transaction of its own, as it would be at a gateway. */
function deskBook(unitOfWork: UnitOfWork<Scope>, now: () => Date): DeskBook {
  const ask = <T>(question: (scope: Scope) => Promise<T>) => unitOfWork.withScope(SYSTEM, question);
  return {
    taken: (orderId) => ask((scope) => scope.desk.taken(orderId)),
    find: (entryId) => ask((scope) => scope.desk.find(entryId)),
    findPayOut: (refundId) => ask((scope) => scope.desk.findPayOut(refundId)),
    owe: (refund) => ask((scope) => scope.desk.owe(refund, now())),
    recorded: (window, kinds) => ask((scope) => scope.desk.recorded(window, kinds)),
  };
}

/** The payment providers that this installation has keys for. */
export function paymentProviders(settings: Settings, unitOfWork: UnitOfWork<Scope>, now: () => Date): PaymentProviders {
  const set = new Map<ProviderName, PaymentProvider>([
    ['desk', new DeskProvider(deskBook(unitOfWork, now))],
    ['waived', new WaivedProvider()],
  ]);
  if (settings.STRIPE_SECRET_KEY) {
    set.set(
      'stripe',
      new StripeProvider({
        secretKey: settings.STRIPE_SECRET_KEY,
        webhookSecret: settings.STRIPE_WEBHOOK_SECRET ?? '',
        apiBase: settings.STRIPE_API_BASE,
      }),
    );
  }
  if (settings.PAYSTACK_SECRET_KEY) {
    const options = { secretKey: settings.PAYSTACK_SECRET_KEY, apiBase: settings.PAYSTACK_API_BASE };
    set.set('paystack', new PaystackProvider(options));
  }
  return {
    gateways: GATEWAYS.filter((name) => set.has(name)),
    providers(name) {
      const provider = set.get(name);
      if (!provider) throw new Error(`no payment provider "${name}" is set up`);
      return provider;
    },
  };
}
