import type { ClientEvent } from '../domain/chat/live.js';
import type { Attendance } from './presence.js';

/** The acknowledgement of an event: what it came to, or why it was refused. */
export type Answer = { readonly ok: true } | Refusal;

/** A refusal, with the codes and members that the REST API gives its problems. */
export interface Refusal {
  readonly ok: false;
  readonly code: string;
  /** A sentence that a client may show. */
  readonly error: string;
  readonly field?: string;
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
  /** Seconds after which the same may be tried again. */
  readonly retry_after?: number;
  readonly limit_type?: string;
  readonly room_status?: string;
  readonly opens_at?: string;
}

type Acknowledge = (answer: Answer & Readonly<Record<string, unknown>>) => void;

/** What clients send. Nothing of it can be trusted: payloads are judged by `payloads.ts`. */
export type ClientEvents = Readonly<Record<ClientEvent, (payload: unknown, acknowledge: Acknowledge) => void>>;

/** What the server sends. */
export interface ServerEvents {
  /** After a join. */
  welcome: (event: { type: 'welcome'; room_id: string; message: string; user: string }) => void;
  /** A message that was sent: the object of the REST API. */
  message: (event: object) => void;
  /** A message as it is after an edit, or deleted. */
  'message:changed': (event: object) => void;
  'message:read': (event: { room_id: string; user: string; up_to: number; read_at: string }) => void;
  /** Somebody else types, for so many seconds if nothing else comes; 0: no more. */
  typing: (event: { room_id: string; user: string; expires_in: number }) => void;
  /** A member of an open room is there, on whichever of their connections, or is no more. */
  presence: (event: { room_id: string; user: string; online: boolean; at: string }) => void;
  'room:status': (event: { room_id: string; status: string; can_send_messages: boolean; opens_at: string }) => void;
  /** No event of this room comes any more. */
  'room:left': (event: { room_id: string; reason: string }) => void;
  /** A notification in the app came, or was read: the object of the REST API. */
  notification: (event: object) => void;
  /** The status or payment status of the person's own visit is not as it was. One that is lost is found by reading it again. */
  'appointment:changed': (event: { id: string; status: string; payment_status: string }) => void;
  /** A prescription of the person's, or by them, is not as it was. One that is lost is found by reading it again. */
  'prescription:changed': (event: { id: string; status: string }) => void;
  /** An import of a price list has moved, or goes on: to whoever manages the clinic's catalogue. The last one is as it stands. */
  'import:changed': (event: ImportChanged) => void;
  /** The connection ends: the token's time is over, or the session behind it is. */
  'session:end': (event: { code: 'expired' | 'revoked' }) => void;
}

/** How an import of a price list stands; the members are those of the REST API. */
export interface ImportChanged {
  readonly id: string;
  readonly supplier: string | null;
  readonly state: string;
  /** Percent. */
  readonly progress: number;
  readonly rows_processed: number;
  readonly rows_total: number | null;
}

/** What API processes tell each other: ids alone, because it passes in clear through the server's queue of notifications. */
export interface ProcessEvents {
  /** These people have connections in these rooms, at this process. */
  'presence:here': (process: string, who: readonly Attendance[]) => void;
  /** Their last connection there, at this process, has ended. */
  'presence:left': (process: string, who: readonly Attendance[]) => void;
  /** A process has begun, and knows of nobody. */
  'presence:ask': () => void;
}

export type EventOf<Name extends keyof ServerEvents> = Parameters<ServerEvents[Name]>[0];
