/** One key that access, refresh and codec tokens are signed with. */
export interface TokenKey {
  /** Stands in the header of a token as `kid`. */
  readonly id: string;
  readonly secret: Uint8Array;
}

/** HS256 wants a key as long as its hash (RFC 7518, 3.2). */
const SHORTEST = 32;

/**
 * The ring of `TOKEN_KEYS` (`id:base64`, separated by commas): the first key signs, all of them verify, so a key can be
 * replaced without ending a session.
 */
export class TokenKeys {
  private constructor(
    readonly current: TokenKey,
    private readonly keys: ReadonlyMap<string, TokenKey>,
  ) {}

  static of(keys: readonly TokenKey[]): TokenKeys {
    const [current] = keys;
    if (!current) throw new Error('needs at least one key');
    if (new Set(keys.map(({ id }) => id)).size !== keys.length) throw new Error('key ids must differ');
    return new TokenKeys(current, new Map(keys.map((key) => [key.id, key])));
  }

  /** @throws Error with a sentence about the format, never with key material. */
  static parse(text: string): readonly TokenKey[] {
    return text.split(',').map((part) => {
      const [, id, encoded = ''] = /^\s*([A-Za-z0-9_-]{1,32}):\s*([A-Za-z0-9+/_-]+=*)\s*$/.exec(part) ?? [];
      if (id === undefined) throw new Error('each key is written as id:base64');
      const secret = Buffer.from(encoded, 'base64');
      if (secret.length < SHORTEST) throw new Error(`key ${id} must have at least ${SHORTEST} bytes in base64`);
      return { id, secret };
    });
  }

  find(id: string | undefined): TokenKey | null {
    return (id !== undefined && this.keys.get(id)) || null;
  }
}
