import type { ApiKeyScope } from '../../domain/identity/public.js';
import type { Day, Instant, Uuid } from '../http/wire-formats.js';

/**
 * An address or a network (CIDR).
 * @maxLength 60
 * @pattern ^[0-9a-fA-F.:/]*$
 */
export type AllowedAddress = string;

/** A key of an integration, without its secret. */
export interface ApiKeyAnswer {
  id: Uuid;
  name: string;
  scopes: ApiKeyScope[];
  /** The last day on which it works, on the clinic's wall. */
  expires_on: Day;
  allowed_addresses: AllowedAddress[];
  created_at: Instant;
  created_by: Uuid;
  /** To the minute; null before its first use. */
  last_used_at: Instant | null;
  /** Until when the secret before the last rotation works, too. */
  previous_until: Instant | null;
}

/** The same with the key itself: shown this once. */
export interface MadeApiKeyAnswer extends ApiKeyAnswer {
  key: string;
}
