import { createHash } from 'node:crypto';

/** The UUID of a name: equal names have equal ids, on every machine. RFC 9562 version 8 (the meaning is our own). */
export function derivedUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
