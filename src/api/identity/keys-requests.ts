import { parseDuration } from '../../config/durations.js';
import { parseDay } from '../../domain/days.js';
import { invalid } from '../../domain/errors.js';
import { gather } from '../../domain/gather.js';
import type { ApiKeyScope } from '../../domain/identity/public.js';
import type { NewApiKeyCommand } from '../../usecases/identity/manage-api-keys.js';
import { readNetwork } from '../http/address.js';
import type { AskedDay } from '../http/wire-formats.js';
import type { AllowedAddress } from './keys-responses.js';

export interface ApiKeyBody {
  /**
   * What the key is for.
   * @minLength 1
   * @maxLength 100
   * @pattern ^[^\x00-\x1f\x7f-\x9f]*$
   */
  name: string;
  /**
   * @minItems 1
   * @maxItems 8
   */
  scopes: ApiKeyScope[];
  /** The last day on which it works, at most a year ahead. */
  expires_on: AskedDay;
  /**
   * Addresses and networks (CIDR) that it may be used from; everywhere when left out.
   * @maxItems 50
   */
  allowed_addresses?: AllowedAddress[];
}

export interface RotateKeyBody {
  /**
   * How long the secret before works, too: `15m`, `24h`, at most `30d`.
   * @maxLength 20
   * @pattern ^[0-9]+(ms|s|m|h|d)$
   */
  overlap?: string;
}

const LONGEST_OVERLAP = 30 * 86_400_000;

/** @throws DomainError validation_failed on the members at fault */
export function newApiKeyOf(body: ApiKeyBody): NewApiKeyCommand {
  return gather({
    name: () => {
      const name = body.name.trim();
      if (name === '') throw invalid('name', 'Give the key a name.');
      return name;
    },
    scopes: () => [...new Set(body.scopes)],
    expiresOn: () => parseDay('expires_on', body.expires_on),
    allowedAddresses: () => (body.allowed_addresses ?? []).map(understood),
  });
}

/** Milliseconds. @throws DomainError validation_failed */
export function overlapOf({ overlap = '0s' }: RotateKeyBody): number {
  const ms = parseDuration(overlap);
  if (ms === null || ms > LONGEST_OVERLAP) throw invalid('overlap', 'Use a duration up to 30d, such as 24h.');
  return ms;
}

function understood(text: string): string {
  if (readNetwork(text) && !/^\d+$/.test(text)) return text;
  throw invalid('allowed_addresses', 'Use addresses such as 192.0.2.10, or networks such as 192.0.2.0/24.');
}
