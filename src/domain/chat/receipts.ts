/** What a message needs to know who has read it. */
interface Readable {
  readonly seq: number;
  readonly senderId: string | null;
  readonly sentAt: Date;
}

interface Member {
  readonly userId: string;
  readonly joinedAt: Date;
  readonly leftAt: Date | null;
  readonly readUpTo: number;
}

/** When a member had read up to which `seq`. */
export interface Receipt {
  readonly userId: string;
  readonly upTo: number;
  readonly readAt: Date;
}

/** Somebody who has read a message, and when first. */
export interface Reading {
  readonly userId: string;
  readonly readAt: Date;
}

/** Who has read this message beside its sender, and since when: by each member's first receipt that reaches it. */
export function readersOf(message: Readable, receipts: readonly Receipt[]): readonly Reading[] {
  const first = new Map<string, Receipt>();
  for (const receipt of receipts) {
    if (receipt.upTo < message.seq || receipt.userId === message.senderId) continue;
    const known = first.get(receipt.userId);
    if (!known || receipt.upTo < known.upTo) first.set(receipt.userId, receipt);
  }
  const readings = [...first.values()].map(({ userId, readAt }) => ({ userId, readAt }));
  return readings.sort((one, other) => one.readAt.getTime() - other.readAt.getTime());
}

/**
 * Whether a message counts as read for this reader: somebody else's when they have read it; their own when every other member
 * has who was there when it was sent. Nobody waits for whoever has left since.
 */
export function isReadFor(reader: string, message: Readable, members: readonly Member[]): boolean {
  const hasRead = ({ readUpTo }: Member) => readUpTo >= message.seq;
  if (message.senderId !== reader) return members.some((one) => one.userId === reader && hasRead(one));
  const others = members.filter((one) => one.userId !== reader && one.joinedAt <= message.sentAt);
  return others.some(hasRead) && others.every((one) => hasRead(one) || one.leftAt !== null);
}
