/** Somebody in a room. */
export interface Attendance {
  readonly roomId: string;
  readonly userId: string;
}

/**
 * Who is in which room, as sources say it: this process of its own connections, and each other process of theirs. What a
 * source says counts until a time; whoever nobody vouches for any more is offline. So nothing that is lost between processes,
 * and no process that dies, leaves anybody online.
 */
export class Presence {
  /** Room, person, source: until when, in milliseconds. */
  private readonly rooms = new Map<string, Map<string, Map<string, number>>>();

  /** A source has seen this person there. Returns whether nobody had. */
  arrive({ roomId, userId }: Attendance, source: string, until: number): boolean {
    const people = this.rooms.get(roomId) ?? new Map<string, Map<string, number>>();
    this.rooms.set(roomId, people);
    const sources = people.get(userId);
    if (sources) sources.set(source, until);
    else people.set(userId, new Map([[source, until]]));
    return sources === undefined;
  }

  /** The last connection that a source knew of has ended: its word counts until then. */
  depart({ roomId, userId }: Attendance, source: string, until: number): void {
    const sources = this.rooms.get(roomId)?.get(userId);
    if (sources?.has(source)) sources.set(source, until);
  }

  online(roomId: string): readonly string[] {
    return [...(this.rooms.get(roomId)?.keys() ?? [])];
  }

  /** Forgets what counts no more. Returns who is offline by that. */
  expire(now: number): readonly Attendance[] {
    const gone: Attendance[] = [];
    for (const [roomId, people] of this.rooms) {
      for (const [userId, sources] of people) {
        for (const [source, until] of sources) if (until <= now) sources.delete(source);
        if (sources.size > 0) continue;
        people.delete(userId);
        gone.push({ roomId, userId });
      }
      if (people.size === 0) this.rooms.delete(roomId);
    }
    return gone;
  }
}
