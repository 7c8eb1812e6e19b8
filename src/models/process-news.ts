import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../observability/logger.js';
import { type ConnectionTarget, connectionTo } from './connection.js';
import {
  APPOINTMENTS_CHANNEL,
  IMPORTS_CHANNEL,
  NOTICES_CHANNEL,
  PRESCRIPTIONS_CHANNEL,
  ROOMS_CHANNEL,
} from './pokes.js';

/**
 * What has happened in any process: whose right to act has changed (one session, every session of a person, an API key, or
 * everybody who acts in a clinic), and in which chat room something is new.
 */
export interface ProcessNews {
  readonly onSession: (sessionId: string) => void;
  readonly onPerson: (userId: string) => void;
  readonly onKey: (keyId: string) => void;
  /** It was suspended, or resumed. */
  readonly onClinic: (clinicId: string) => void;
  /** Whether a connection is of this process, which knows already in which rooms and for whom it has made something new. */
  readonly isOwn: (backend: number) => boolean;
  /** A poke: what is new stands in the room's tables. */
  readonly onRoom: (roomId: string) => void;
  /** A poke: a notice came for this person, or was read. */
  readonly onNotice: (userId: string) => void;
  /** A poke: this prescription, as its channel writes it, is not as it was. */
  readonly onPrescription: (changed: string) => void;
  /** A poke: this import of a price list, as its channel writes it, is not as it was. */
  readonly onImport: (changed: string) => void;
  /** A poke: this appointment, as its channel writes it, is not as it was. */
  readonly onAppointment: (changed: string) => void;
  /** News may have been missed: called when the connection is lost, and when it is there. */
  readonly onGap: () => void;
}

export interface Listening {
  /** Resolves when the connection is closed. */
  stop(): Promise<void>;
}

/** `revocations` is told by triggers, the others by the unit of work. */
const LISTEN = [
  'keepwell_revocations',
  ROOMS_CHANNEL,
  NOTICES_CHANNEL,
  PRESCRIPTIONS_CHANNEL,
  IMPORTS_CHANNEL,
  APPOINTMENTS_CHANNEL,
]
  .map((channel) => `listen ${channel}`)
  .join('; ');
const RECONNECT_MS = 1_000;

/**
 * Hears what processes tell each other, on a connection of its own, which it opens again whenever it
 * breaks. A pooler in transaction mode passes no notifications on: what is remembered then ends by its time to live alone.
 */
export function listenForNews(target: ConnectionTarget, told: ProcessNews, logger: Logger): Listening {
  const stopped = new AbortController();
  const running = (async () => {
    while (!stopped.signal.aborted) {
      await hear(new pg.Client(connectionTo(target)), told, stopped.signal).catch((error: unknown) =>
        logger.warn('news of other processes are not heard at once', { error }),
      );
      told.onGap();
      // Ends at once when it is aborted.
      await pause(RECONNECT_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

/** Resolves when it is told to stop. @throws when the connection cannot be opened, or breaks */
async function hear(client: pg.Client, told: ProcessNews, stop: AbortSignal): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    client.on('error', reject);
    client.on('end', () => reject(new Error('the server closed the connection')));
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  // Awaited below; until then a broken connection is no unhandled rejection.
  ended.catch(() => undefined);
  const pokes: Readonly<Record<string, (payload: string) => void>> = {
    [ROOMS_CHANNEL]: told.onRoom,
    [NOTICES_CHANNEL]: told.onNotice,
    [PRESCRIPTIONS_CHANNEL]: told.onPrescription,
    [IMPORTS_CHANNEL]: told.onImport,
    [APPOINTMENTS_CHANNEL]: told.onAppointment,
  };
  client.on('notification', ({ channel, payload = '', processId }) => {
    if (channel in pokes) {
      if (!told.isOwn(processId)) pokes[channel]?.(payload);
      return;
    }
    const [kind, id = ''] = payload.split('/');
    if (kind === 'session') told.onSession(id);
    if (kind === 'person') told.onPerson(id);
    if (kind === 'key') told.onKey(id);
    if (kind === 'clinic') told.onClinic(id);
  });
  try {
    await client.connect();
    await client.query(LISTEN);
    told.onGap();
    await ended;
  } finally {
    await client.end().catch(() => undefined);
  }
}
