import type { ChatActor } from '../../domain/actor.js';
import { MINUTE_MS } from '../../domain/instants.js';
import type { BareScope, ScopeOptions } from '../../models/scope.js';
import type { EnteredRoom } from './enter-room.js';

const QUARTER_MS = 15 * MINUTE_MS;

/**
 * What the transaction of a reading opens. Readings of one room by one person of the staff come one after the other, so that the
 * second finds the audit row of the first.
 */
export function readingOf(actor: ChatActor, roomId: string): ScopeOptions {
  const opens = { room: roomId };
  return actor.role === 'patient' ? { opens } : { opens, exclusively: `chat/${roomId}/${actor.userId}` };
}

/**
 * Which readings of members have their audit row, as far as this process has written or found them: no look is needed at the
 * next in the same quarter of an hour. Whoever reads by break-glass is looked up each time, because the grant is part of it.
 */
export class NotedReadings {
  private quarter = 0;
  private readonly readings = new Set<string>();

  has(actor: ChatActor, roomId: string, now: Date): boolean {
    return this.quarter === quarterOf(now) && this.readings.has(keyOf(actor, roomId));
  }

  /** To be called once the reading's transaction has committed. */
  add(actor: ChatActor, { room, grantId }: EnteredRoom, now: Date): void {
    if (grantId !== null) return;
    const quarter = quarterOf(now);
    if (quarter !== this.quarter) this.readings.clear();
    this.quarter = quarter;
    this.readings.add(keyOf(actor, room.id));
  }
}

function keyOf({ userId, role }: ChatActor, roomId: string): string {
  return `${userId} ${role} ${roomId}`;
}

function quarterOf(now: Date): number {
  return Math.floor(now.getTime() / QUARTER_MS);
}

/** A room was read by somebody else than its patient: one audit row for each reader, room and quarter of an hour. */
export async function noteReading(
  scope: BareScope,
  actor: ChatActor,
  { room, grantId }: EnteredRoom,
  now: Date,
): Promise<void> {
  if (actor.role === 'patient') return;
  const quarter = new Date(quarterOf(now) * QUARTER_MS);
  if (await scope.audit.hasRecent('chat.read', room.id, quarter)) return;
  const { id: entityId, clinicId, patientId } = room;
  await scope.audit.record(
    {
      action: 'chat.read',
      entity: 'chat_room',
      entityId,
      clinicId,
      patientId,
      ...(grantId === null ? {} : { details: { breakGlass: grantId } }),
    },
    now,
  );
}
