import { LRUCache } from 'lru-cache';
import type { TokenSigner } from '../../adapters/tokens/port.js';
import type { AccessClaims } from '../../domain/identity/claims.js';

/**
 * Reads access tokens and computes each one's signature once, as a client sends the same token with every request. Its
 * end is compared each time; whether its session still lives is not known here. Least recently used ones go first.
 */
export function verifiedTokens(tokens: Pick<TokenSigner, 'readAccess'>, max = 10_000): TokenSigner['readAccess'] {
  const verified = new LRUCache<string, AccessClaims>({ max });
  return async (token, now) => {
    const known = verified.get(token);
    if (known && now.getTime() < known.exp * 1000) return known;
    const claims = await tokens.readAccess(token, now);
    if (claims) verified.set(token, claims);
    return claims;
  };
}
