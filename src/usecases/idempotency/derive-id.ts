import { randomUUID } from 'node:crypto';
import { derivedUuid } from './derived-uuid.js';

/** Who used which key: the source of ids that a repeated request finds again. */
export interface RequestKey {
  readonly caller: string;
  readonly key: string;
}

/**
 * The id of what a request creates: derived from caller and key, so that a repeat after a crash meets its own row;
 * random without a key. By `purpose`, several rows of one request and rows of different routes get different ids.
 */
export function deriveId(request: RequestKey | null, purpose: string): string {
  if (!request) return randomUUID();
  return derivedUuid(JSON.stringify([request.caller, request.key, purpose]));
}
