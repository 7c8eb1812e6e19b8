import { type ApiKeyActor, type SystemActor, sendingKey } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { PERMISSIONS } from '../../domain/permissions.js';
import type { ApiKeyRepository } from '../../models/repositories/identity/api-keys.js';
import type { ApiKeyCache } from './api-key-cache.js';
import { isSecretOf, readKey } from './api-key-secret.js';
import { unauthenticated } from './authenticate.js';

export interface AuthenticateApiKeyDeps {
  /** Without a transaction: one single statement. */
  readonly keys: (by: SystemActor) => Pick<ApiKeyRepository, 'findLive' | 'touch'>;
  readonly cache: ApiKeyCache;
  /** Whether an address lies in one of these addresses and networks. */
  readonly isWithin: (address: string, allowed: readonly string[]) => boolean;
  readonly now: () => Date;
}

const TOUCH_MS = 60_000;

/**
 * Which integration sends this key, from this address. What is no key is refused before anything is looked up; a key that
 * was removed, has expired or has another secret is refused like one that never was.
 * @throws DomainError unauthenticated; forbidden from an address that the key does not allow; unavailable while the database is
 */
export function authenticateApiKey({ keys, cache, isWithin, now }: AuthenticateApiKeyDeps) {
  return async (text: string, address: string): Promise<ApiKeyActor> => {
    const sent = readKey(text);
    if (!sent) throw unauthenticated();
    const at = now();
    const repository = keys(sendingKey(sent.id));
    const row = await cache.live(sent.id, () => repository.findLive(sent.id, at));
    if (!row || row.expiresAt <= at || !isSecretOf(sent, row, at)) throw unauthenticated();
    if (row.allowedAddresses.length > 0 && !isWithin(address, row.allowedAddresses)) {
      throw new DomainError('forbidden', 'This key may not be used from this address.');
    }
    const isOld = row.lastUsedAt === null || at.getTime() - row.lastUsedAt.getTime() > TOUCH_MS;
    if (isOld) {
      await repository.touch(sent.id, at);
      cache.forget(sent.id);
    }
    const permissions = PERMISSIONS.filter((permission) => row.scopes.some((scope) => scope === permission));
    return { kind: 'api_key', role: 'api_key', keyId: row.id, permissions, clinicIds: [row.clinicId] };
  };
}
