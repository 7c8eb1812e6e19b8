import { type UserActor, VISITED, VISITOR } from '../../../domain/actor.js';
import { notFound } from '../../../domain/errors.js';
import type { Currency } from '../../../domain/money.js';
import type { GatewayName } from '../../../domain/payments/orders.js';
import type { ClinicRow, ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import type { PaymentDeps } from '../payment-deps.js';

type Scope = ClinicsScope;

/** Whether and how patients of a clinic pay. */
export interface OfferedPayments {
  readonly enabled: boolean;
  /** Those that a patient may choose from, the first one by default; none while payments are off. */
  readonly providers: readonly GatewayName[];
  readonly currency: Currency;
}

export interface PaymentsStatusDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly payments: Pick<PaymentDeps, 'gateways' | 'providers'>;
  readonly paymentsEnabled: boolean;
  /** What an installation without a clinic answers. */
  readonly currency: Currency;
}

/** Of the clinic that is named, else the caller's, else the first one. @throws DomainError not_found */
export function readPaymentsStatus(deps: PaymentsStatusDeps) {
  return (actor: UserActor | null, clinicId: string | null): Promise<OfferedPayments> =>
    deps.unitOfWork.withScope(
      actor ?? VISITOR,
      async (scope) => {
        const id = clinicId ?? actor?.clinicIds[0];
        const clinic = id ? await scope.clinics.find(id) : await scope.clinics.default();
        if (!clinic && clinicId !== null) throw notFound('Clinic');
        return answer(deps, clinic);
      },
      VISITED,
    );
}

function answer({ payments, ...deps }: PaymentsStatusDeps, clinic: ClinicRow | null): OfferedPayments {
  const currency = clinic?.currency ?? deps.currency;
  const chosen = clinic?.paymentProviders ?? [];
  // A provider whose keys were taken out of the settings can be paid with no more.
  const usable = (chosen.length > 0 ? chosen : payments.gateways).filter(
    (name) => payments.gateways.includes(name) && payments.providers(name).takes(currency),
  );
  return { enabled: deps.paymentsEnabled, providers: deps.paymentsEnabled ? usable : [], currency };
}
