import { setTimeout as pause } from 'node:timers/promises';
import type { SharedCounters } from '../api/http/shared-counters.js';
import type { Changed } from '../models/pokes.js';
import { listenForNews } from '../models/process-news.js';
import type { LiveChannel } from '../realtime/server.js';
import { urlOf } from './compose.js';
import type { Core } from './core.js';

const EXCHANGE_MS = 1_000;
const TICK_MS = 1_000;
/** A poke that was lost costs no more than this. */
const LOOK_AGAIN_MS = 5_000;

/**
 * What an API process does for and with the others: it hears whose right to act has changed and in which chat rooms something
 * is new, and exchanges the counts of its limits each second, the last time when it stops. Each second it also looks at who is
 * online.
 */
export function joinOtherProcesses(
  core: Core,
  shared: SharedCounters | null,
  live: LiveChannel,
): { stop(): Promise<void> } {
  const { sessionCache: sessions, apiKeyCache: keys, logger, settings } = core;
  // Its own changes are known to it without the way through the database.
  const onCommitted = ({ changedRooms, noticed, ...records }: Changed) => {
    for (const [roomId, sent] of changedRooms) live.poke(roomId, sent);
    for (const userId of noticed) live.notify(userId);
    for (const changed of records.changedPrescriptions) live.notifyOfPrescription(changed);
    for (const changed of records.changedImports) live.notifyOfImport(changed);
    for (const changed of records.changedAppointments) live.notifyOfAppointment(changed);
  };
  core.committed.on('changed', onCommitted);
  const listening = listenForNews(
    { url: urlOf(settings, 'api'), applicationName: 'keepwell-api' },
    {
      onSession: (sessionId) => {
        sessions.forget(sessionId);
        live.judgeAgain({ sessionId });
      },
      onPerson: (userId) => {
        sessions.forgetPerson(userId);
        live.judgeAgain({ userId });
      },
      onKey: keys.forget,
      onClinic: (clinicId) => {
        sessions.forgetClinic(clinicId);
        keys.forgetClinic(clinicId);
        live.judgeAgain({});
      },
      isOwn: core.isOwnBackend,
      onRoom: (roomId) => live.poke(roomId, null),
      onNotice: live.notify,
      onPrescription: live.notifyOfPrescription,
      onImport: live.notifyOfImport,
      onAppointment: live.notifyOfAppointment,
      onGap: () => {
        sessions.forgetAll();
        keys.forgetAll();
        live.judgeAgain({});
        void live.lookAgain();
        live.notify();
      },
    },
    logger,
  );
  const stopped = new AbortController();
  const exchanging = exchange(core, shared, stopped.signal);
  const ticking = repeat(TICK_MS, stopped.signal, live.tick);
  const looking = repeat(LOOK_AGAIN_MS, stopped.signal, live.lookAgain);
  return {
    async stop() {
      stopped.abort();
      core.committed.off('changed', onCommitted);
      await Promise.all([exchanging, looking, ticking, listening.stop()]);
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
  await repeat(EXCHANGE_MS, stop, once);
}

/** Does this again and again, the last time when it is told to stop. */
async function repeat(everyMs: number, stop: AbortSignal, once: () => unknown): Promise<void> {
  while (!stop.aborted) {
    await pause(everyMs, undefined, { signal: stop }).catch(() => undefined);
    await once();
  }
}
