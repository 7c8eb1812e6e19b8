import { SYSTEM } from '../../domain/actor.js';
import { type SilencePolicy, silentSince } from '../../domain/payments/public.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { Logger } from '../../observability/logger.js';
import type { PaymentDeps, ShowEntry } from '../payments/public.js';

type Scope = ClinicsScope & PaymentsScope & SupportScope;

export interface WatchWebhooksDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly payments: Pick<PaymentDeps, 'gateways'>;
  readonly silence: SilencePolicy;
  readonly logger: Logger;
  readonly showEntry: ShowEntry;
  readonly now: () => Date;
}

/**
 * The alarm for webhooks that do not come: checkout sessions have ended and their provider has sent no webhook. Money is safe,
 * because every deadline looks its payments up, but later than a webhook would. Shown once per provider, and over with the next webhook.
 */
export function watchWebhooks(deps: WatchWebhooksDeps) {
  return async (): Promise<void> => {
    for (const provider of deps.payments.gateways) {
      const now = deps.now();
      const changes = await deps.unitOfWork.withScope(SYSTEM, (scope) => watch(deps, scope, provider, now));
      if (changes.resolved) await deps.showEntry(changes.resolved, 'resolved');
      if (changes.opened) await deps.showEntry(changes.opened, 'opened');
    }
  };
}

/** Ids of entries that the look has changed. */
interface Changes {
  readonly resolved: string | null;
  readonly opened: string | null;
}

async function watch(deps: WatchWebhooksDeps, scope: Scope, provider: string, now: Date): Promise<Changes> {
  const resolved = await scope.attention.endSilence(provider, SYSTEM.label, 'A webhook has come.', now);
  if (resolved) {
    deps.logger.info('webhooks come again', { provider });
  }
  const ended = await scope.providerEvents.silentSessions(provider, new Date(now.getTime() - deps.silence.lookBackMs));
  const since = silentSince(deps.silence, ended, now);
  const clinic = since && (await scope.clinics.default());
  const opened = since && clinic && (await scope.attention.openSilence(clinic.id, provider, since, now));
  if (!opened) return { resolved, opened: null };
  deps.logger.error('no webhook has come for payment pages that ended', {
    provider,
    sessions: ended.sessions,
    since: since.toISOString(),
  });
  await scope.audit.record(
    {
      action: 'attention.opened',
      entity: 'attention',
      entityId: provider,
      clinicId: clinic.id,
      details: { code: 'webhook_silence', provider, since: since.toISOString() },
    },
    now,
  );
  return { resolved, opened };
}
