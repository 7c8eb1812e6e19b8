import { randomBytes } from 'node:crypto';

let last = { at: 0, count: 0 };

/**
 * A UUID of version 7 (RFC 9562): 48 bits of milliseconds, a counter of 12 bits, 62 random ones. Those of one process sort in
 * the order in which they were made.
 */
export function timeOrderedId(at: Date): string {
  const ms = at.getTime();
  last = { at: ms, count: ms === last.at ? (last.count + 1) % 0x1000 : 0 };
  const random = randomBytes(8);
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  const time = ms.toString(16).padStart(12, '0');
  const tail = random.toString('hex');
  const count = last.count.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
