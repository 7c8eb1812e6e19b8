import type { authenticateApiKey } from '../../usecases/identity/authenticate-api-key.js';
import type { createApiKey, listApiKeys, removeApiKey, rotateApiKey } from '../../usecases/identity/manage-api-keys.js';

declare module '../http/services.js' {
  interface Services {
    readonly apiKeys: ApiKeyServices;
  }
}

export interface ApiKeyServices {
  readonly authenticate: ReturnType<typeof authenticateApiKey>;
  readonly list: ReturnType<typeof listApiKeys>;
  readonly create: ReturnType<typeof createApiKey>;
  readonly rotate: ReturnType<typeof rotateApiKey>;
  readonly remove: ReturnType<typeof removeApiKey>;
}
