/** A message, as far as the checker compares it. */
export interface Message {
  readonly id: string;
  readonly seq: number;
  readonly rev: number;
  /** As it is now. */
  readonly message: string;
  /** Null for what the product itself says. */
  readonly sender: string | null;
  readonly clientMessageId: string | null;
}

/** What a client followed of its room, from one answer to a join to the next or to the connection's end. */
export interface Following {
  /** The `rev` of the answer. */
  readonly from: number;
  /** Of each change that came, in the order in which it came. */
  readonly revs: number[];
}

/** A message as its sender was told that it is stored. */
export interface Acknowledged {
  readonly clientMessageId: string;
  readonly id: string;
  readonly seq: number;
  /** What it says by the last answer that came. */
  says: string;
}

/** What came of sending again what had been acknowledged. */
export interface Repeat {
  readonly clientMessageId: string;
  /** Of the message in the answer. */
  readonly id: string;
  /** Whether the answer calls it a duplicate. */
  readonly duplicate: boolean;
}

/** All that one client saw. */
export interface ClientSeen {
  readonly name: string;
  readonly room: string;
  readonly user: string;
  readonly followed: Following[];
  /** In the order in which it sent them. */
  readonly acknowledged: Acknowledged[];
  readonly repeats: Repeat[];
  /** What it was refused although it did nothing wrong. */
  readonly refusals: string[];
  /** What it shows, by id. */
  readonly holds: Map<string, Message>;
}

/** Of a client that has just begun. */
export function nothingSeen(name: string, room: string, user: string): ClientSeen {
  return { name, room, user, followed: [], acknowledged: [], repeats: [], refusals: [], holds: new Map() };
}

/** A room as the REST API shows it in the end, in the order of the answer. */
export interface RoomShown {
  readonly id: string;
  readonly messages: readonly Message[];
}

/** A run, as far as it is judged. */
export interface Seen {
  readonly rooms: readonly RoomShown[];
  readonly clients: readonly ClientSeen[];
}

/** A message as the API shows it; null when it is none. */
export function messageOf(shown: unknown): Message | null {
  if (typeof shown !== 'object' || shown === null) return null;
  const { id, seq, rev, message, sender, client_message_id: own } = shown as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof seq !== 'number' || typeof rev !== 'number') return null;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return { id, seq, rev, message: text(message) ?? '', sender: text(sender), clientMessageId: text(own) };
}
