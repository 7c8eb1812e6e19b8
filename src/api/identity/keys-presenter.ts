import { type ApiKey, lastDay, type MadeApiKey } from '../../usecases/identity/manage-api-keys.js';
import type { ApiKeyAnswer, MadeApiKeyAnswer } from './keys-responses.js';

export function apiKeyAnswer(key: ApiKey): ApiKeyAnswer {
  return {
    id: key.id,
    name: key.name,
    scopes: [...key.scopes],
    expires_on: lastDay(key),
    allowed_addresses: [...key.allowedAddresses],
    created_at: key.createdAt.toISOString(),
    created_by: key.createdBy,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    previous_until: key.previousUntil?.toISOString() ?? null,
  };
}

export function madeApiKeyAnswer(made: MadeApiKey): MadeApiKeyAnswer {
  return { ...apiKeyAnswer(made), key: made.key };
}
