import type { ClientSeen, Message } from './chat/seen.js';
import { type FetchFact, type ImportFacts, noImports } from './import-facts.js';
import type { Outcome } from './outcome.js';
import { noPrescribing, type PrescribingFacts } from './prescribing-facts.js';

/** What clients saw and were answered. All times are epoch milliseconds of the one clock of this machine. */

export interface BookingFact {
  /** Sent as `consultation_type`, which is stored as it came: the row is found by it. */
  readonly tag: string;
  /** Its Idempotency-Key. */
  readonly key: string;
  readonly patientId: string;
  readonly slotId: string;
  outcome: Outcome;
  /** Status of each answer; null: none. */
  readonly statuses: (number | null)[];
  readonly askedAt: number;
  answeredAt: number | null;
  /** From the 201. */
  id: string | null;
  price: string | null;
  /** From the refusal. */
  code: string | null;
}

export interface OrderFact {
  readonly appointmentId: string;
  outcome: Outcome;
  readonly statuses: (number | null)[];
  orderId: string | null;
  amount: number | null;
  session: string | null;
}

export type ChangeKind = 'cancel' | 'reschedule' | 'start' | 'complete' | 'refund' | 'absence';

export interface ChangeFact {
  readonly kind: ChangeKind;
  readonly appointmentId: string;
  outcome: Outcome;
  readonly statuses: (number | null)[];
  readonly askedAt: number;
  answeredAt: number | null;
  /** The status that was asked for, or the slot. */
  readonly to: string;
  code: string | null;
}

/** A check-in that a patient asked for. */
export interface CheckInFact {
  readonly appointmentId: string;
  readonly outcome: Outcome;
}

/** What the two members of a visit's chat room saw while they wrote to each other, and who tried to listen. */
export interface ChatFact {
  readonly room: string;
  readonly patientId: string;
  readonly clients: ClientSeen[];
  /** Of people who are no members. */
  readonly outsiders: ClientSeen[];
  /** Clients that do not know whether the last of what they asked was done. */
  readonly unsure: Set<string>;
}

/** A room as one person is shown it over REST in the end; a status other than 200: they were refused. */
export interface RoomReading {
  readonly room: string;
  readonly reader: string;
  readonly status: number;
  readonly messages: readonly Message[];
}

export interface DeliveryFact {
  readonly eventId: string;
  readonly type: string;
  /** What the API answered; null: nothing. */
  readonly status: number | null;
  readonly at: number;
}

/** A process that was killed, or died at a fail point. */
export interface DeathFact {
  readonly process: string;
  readonly at: number;
}

/** Everything the checker is given beside what it reads itself. */
export interface Facts {
  readonly bookings: BookingFact[];
  readonly orders: OrderFact[];
  readonly changes: ChangeFact[];
  readonly chats: ChatFact[];
  readonly checkIns: CheckInFact[];
  readonly readings: RoomReading[];
  readonly prescribing: PrescribingFacts;
  readonly imports: ImportFacts;
  readonly deliveries: readonly DeliveryFact[];
  readonly deaths: readonly DeathFact[];
  /** Two answers to the same request that contradict each other. */
  readonly contradictions: string[];
  /** Slots that the API offers at the end; null when it was not asked. */
  freeSlots: ReadonlySet<string> | null;
}

export function noFacts(
  deliveries: readonly DeliveryFact[] = [],
  deaths: readonly DeathFact[] = [],
  fetches: FetchFact[] = [],
): Facts {
  const asked = {
    bookings: [],
    orders: [],
    changes: [],
    chats: [],
    checkIns: [],
    readings: [],
    prescribing: noPrescribing(),
    imports: noImports(fetches),
  };
  return { ...asked, deliveries, deaths, contradictions: [], freeSlots: null };
}
