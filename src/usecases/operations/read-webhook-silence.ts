import { WATCHING } from '../../domain/actor.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { PaymentDeps } from '../payments/public.js';

type Scope = SupportScope;

export interface WebhookSilenceDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly payments: Pick<PaymentDeps, 'gateways'>;
  readonly now: () => Date;
}

/** By provider: for how many seconds its webhooks have been missing; 0 while they come, or none is due. */
export function readWebhookSilence(deps: WebhookSilenceDeps) {
  return async (): Promise<ReadonlyMap<string, number>> => {
    const silent = await deps.unitOfWork.withScope(WATCHING, (scope) => scope.attention.silences());
    const seconds = new Map<string, number>(deps.payments.gateways.map((name) => [name, 0]));
    for (const { provider, since } of silent) {
      seconds.set(provider, Math.max(0, (deps.now().getTime() - Date.parse(since)) / 1000));
    }
    return seconds;
  };
}
