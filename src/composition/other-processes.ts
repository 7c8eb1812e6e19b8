import { setTimeout as pause } from 'node:timers/promises';
import type { SharedCounters } from '../api/http/shared-counters.js';
import { listenForRevocations } from '../models/revocations.js';
import { urlOf } from './compose.js';
import type { Core } from './core.js';

const EXCHANGE_MS = 1_000;

/**
 * What an API process does for and with the others: it hears whose right to act has changed, and exchanges the counts of its
 * limits each second, the last time when it stops.
 */
export function joinOtherProcesses(core: Core, shared: SharedCounters | null): { stop(): Promise<void> } {
  const { sessionCache: sessions, apiKeyCache: keys, logger, settings } = core;
  const listening = listenForRevocations(
    { url: urlOf(settings, 'api'), applicationName: 'keepwell-api' },
    {
      onSession: sessions.forget,
      onPerson: sessions.forgetPerson,
      onKey: keys.forget,
      onClinic: (clinicId) => {
        sessions.forgetClinic(clinicId);
        keys.forgetClinic(clinicId);
      },
      onGap: () => {
        sessions.forgetAll();
        keys.forgetAll();
      },
    },
    logger,
  );
  const stopped = new AbortController();
  const exchanging = exchange(core, shared, stopped.signal);
  return {
    async stop() {
      stopped.abort();
      await Promise.all([exchanging, listening.stop()]);
    },
  };
}

async function exchange({ logger }: Core, shared: SharedCounters | null, stop: AbortSignal): Promise<void> {
  if (!shared) return;
  let failing = false;
  const once = () =>
    shared.exchange().then(
      () => {
        failing = false;
      },
      (error: unknown) => {
        // Counted here meanwhile: one line says so, not one a second.
        if (!failing) logger.warn('counts of limits are not exchanged', { error });
        failing = true;
      },
    );
  while (!stop.aborted) {
    await pause(EXCHANGE_MS, undefined, { signal: stop }).catch(() => undefined);
    await once();
  }
}
