import { createHash, randomUUID } from 'node:crypto';

/** Who used which key: the source of ids that a repeated request finds again. */
export interface KeyedRequest {
  readonly caller: string;
  readonly key: string;
}

/**
 * The id of what a request creates: derived from caller and key, so that a repeat after a crash meets its own row;
 * random without a key. `purpose` tells several rows of one request, and rows of different routes, apart.
 */
export function deriveId(request: KeyedRequest | null, purpose: string): string {
  if (!request) return randomUUID();
  const hash = createHash('sha256')
    .update(JSON.stringify([request.caller, request.key, purpose]))
    .digest();
  // RFC 9562 version 8 (our own meaning) and the usual variant.
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
