import { SYSTEM } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { offeredGateways } from '../../domain/payments/gateways.js';
import { isChargeable } from '../../domain/payments/least-charges.js';
import type { GatewayName, ProviderName } from '../../domain/payments/orders.js';
import type { PayableKind, Subject } from '../../domain/subjects.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { type AmountDue, type LockedPayable, lockSubject } from './payable.js';
import type { PaymentDeps } from './payment-deps.js';

type Scope = ClinicsScope & PaymentsScope & SupportScope;

export interface Refusal extends Subject<PayableKind> {
  /** The order that was asked for; it may not have been stored. */
  readonly orderId: string;
  /** In the provider's own word, such as `amount_too_small`. */
  readonly reason: string;
}

/**
 * A provider refuses for good to open a checkout: its order is closed and a person is shown why. The hold ends at once
 * when no other provider is left to pay it with, so that nobody holds a slot that cannot be paid. Repeating it changes
 * nothing.
 * @returns what whoever wanted to pay is answered: `provider_refused`
 */
export function recordRefusedCheckout(deps: PaymentDeps, refusal: Refusal): Promise<DomainError> {
  const { orderId, reason } = refusal;
  return deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const subject = await lockSubject(deps, scope, refusal);
    const due = subject?.due();
    if (!subject || !due) throw notFound('Appointment');
    const now = deps.now();
    const order = await scope.orders.lock(orderId);
    if (order?.status === 'creating') await scope.orders.update(order.id, { status: 'cancelled' }, now);
    await showRefusal(scope, subject, { ...refusal, due, provider: order?.provider ?? null }, now);
    const others = await othersLeft(deps, scope, subject, due);
    if (others.length > 0)
      return refusedError(`This payment is refused. Choose another way to pay: ${others.join(', ')}.`);
    if (!subject.isPending) return refusedError('The payment provider refuses this payment.');
    return refusedError(await subject.unpayable(orderId, reason, now));
  });
}

function refusedError(sentence: string): DomainError {
  return new DomainError('provider_refused', sentence);
}

async function showRefusal(
  scope: Scope,
  subject: LockedPayable,
  { orderId, reason, due, provider }: Refusal & { readonly due: AmountDue; readonly provider: ProviderName | null },
  now: Date,
): Promise<void> {
  const context = { order: orderId, provider, reason, amount: due.amount, currency: due.currency };
  const entry = { clinicId: subject.clinicId, subjectId: subject.id, code: 'payment_refused', context } as const;
  if (!(await scope.attention.open(entry, now))) return;
  await scope.audit.record(
    {
      action: 'attention.opened',
      entity: 'attention',
      entityId: subject.id,
      clinicId: subject.clinicId,
      patientId: subject.patientId,
      details: { code: 'payment_refused', provider, reason },
    },
    now,
  );
}

/** The providers that it can still be paid with: one that refused it is not asked again. */
async function othersLeft(
  deps: PaymentDeps,
  scope: Scope,
  subject: LockedPayable,
  due: AmountDue,
): Promise<readonly GatewayName[]> {
  const clinic = await scope.clinics.find(subject.clinicId);
  const orders = await scope.orders.listForSubject(subject.id);
  const refusedBy = orders
    .filter(({ status, providerSessionId: session }) => status === 'cancelled' && session === null)
    .map(({ provider }) => provider);
  return offeredGateways({ installed: deps.gateways, clinic: clinic?.paymentProviders ?? [] }).filter(
    (name) =>
      !refusedBy.includes(name) &&
      deps.providers(name).takes(due.currency) &&
      isChargeable(name, due.amount, due.currency),
  );
}
