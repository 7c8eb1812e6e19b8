import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { openBytes, sealBytes } from './sealing.js';

interface Key {
  readonly id: string;
  readonly cipher: Buffer;
  readonly mac: Buffer;
  readonly sign: Buffer;
  readonly scope: Buffer;
  readonly index: Buffer;
}

/** A sealed text: which key sealed it, and iv + tag + ciphertext. */
export interface Sealed {
  readonly keyId: string;
  readonly data: Uint8Array;
}

/** A keyed hash of something to search by, and the key that made it. */
export interface IndexToken {
  readonly keyId: string;
  readonly token: Buffer;
}

/**
 * The key ring of `ENCRYPTION_KEYS` (`id:base64 of 32 bytes`, comma-separated, the first one seals; the
 * others still open). AES-256-GCM; separate sub-keys for sealing, keyed hashes, signatures and scopes
 * by HKDF.
 */
export class KeyRing {
  private readonly keys: ReadonlyMap<string, Key>;
  private readonly current: Key;

  private constructor(keys: readonly Key[]) {
    const first = keys[0];
    if (!first) throw new Error('needs at least one key');
    this.current = first;
    this.keys = new Map(keys.map((key) => [key.id, key]));
  }

  /** @throws Error with a sentence about the format, never with key material. */
  static parse(text: string): KeyRing {
    const keys = text.split(',').map((part): Key => {
      const at = part.indexOf(':');
      const id = part.slice(0, at).trim();
      const secret = Buffer.from(part.slice(at + 1).trim(), 'base64');
      if (at < 1 || !/^[A-Za-z0-9_-]{1,32}$/.test(id)) throw new Error('each key is written as id:base64');
      if (secret.length !== 32) throw new Error(`key ${id} must be 32 bytes in base64`);
      const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `keepwell/${purpose}`, 32));
      const [cipher, mac, sign] = [derive('seal'), derive('mac'), derive('sign')];
      return { id, cipher, mac, sign, scope: derive('scope'), index: derive('index') };
    });
    if (new Set(keys.map((key) => key.id)).size !== keys.length) throw new Error('key ids must differ');
    return new KeyRing(keys);
  }

  /** `boundTo` names the one use that the sealed bytes are good for: they open for that use and for no other. */
  seal(plain: Uint8Array, boundTo: string): Sealed {
    return { keyId: this.current.id, data: sealBytes(this.current.cipher, plain, boundTo) };
  }

  /** @throws when the key is unknown, the data were changed, or they were sealed for another use. */
  open(sealed: Sealed, boundTo: string): Uint8Array {
    const key = this.keys.get(sealed.keyId);
    if (!key) throw new Error(`unknown encryption key id ${sealed.keyId}`);
    return openBytes(key.cipher, sealed.data, boundTo);
  }

  /** Keyed hashes of a value, the current key's first: look up under all, store the first. */
  hashes(value: string): readonly [string, ...string[]] {
    const hash = (key: Key) => createHmac('sha256', key.mac).update(value).digest('hex');
    const others = [...this.keys.values()].filter((key) => key !== this.current).map(hash);
    return [hash(this.current), ...others];
  }

  /** What a sealed value is searched by, under each key, the current one's first: look up under all, store the first. */
  indexTokens(value: string): readonly [IndexToken, ...IndexToken[]] {
    const token = ({ id, index }: Key): IndexToken => {
      return { keyId: id, token: createHmac('sha256', index).update(value).digest().subarray(0, 16) };
    };
    const others = [...this.keys.values()].filter((key) => key !== this.current).map(token);
    return [token(this.current), ...others];
  }

  /** Signs a value for one purpose, by the current key: 16 bytes of HMAC-SHA-256. */
  sign(purpose: string, value: Uint8Array): Buffer {
    return signature(this.current, purpose, value);
  }

  /** Whether any key of the ring has signed this value for this purpose. */
  isSigned(purpose: string, value: Uint8Array, signed: Uint8Array): boolean {
    return [...this.keys.values()].some((key) => {
      const expected = signature(key, purpose, value);
      return signed.length === expected.length && timingSafeEqual(signed, expected);
    });
  }

  /** Signs the scope of a transaction, by the current key: `<key id>|<HMAC-SHA-256 in hex>|<payload>`. */
  signScope(payload: string): string {
    const { id, scope } = this.current;
    return `${id}|${createHmac('sha256', scope).update(payload).digest('hex')}|${payload}`;
  }

  /** What verifies scopes, for the database: sub-keys, from which no other key of the ring can be learned. */
  scopeKeys(): readonly { readonly id: string; readonly key: Buffer }[] {
    return [...this.keys.values()].map(({ id, scope }) => ({ id, key: scope }));
  }

  /** Seals a text into one string, for a field of the database (`fieldOf` names it) or as a proof: `id.base64`. */
  sealText(plain: string, boundTo: string): string {
    const sealed = this.seal(Buffer.from(plain, 'utf8'), boundTo);
    return `${sealed.keyId}.${Buffer.from(sealed.data).toString('base64')}`;
  }

  openText(field: string, boundTo: string): string {
    const dot = field.indexOf('.');
    const data = Buffer.from(field.slice(dot + 1), 'base64');
    return Buffer.from(this.open({ keyId: field.slice(0, dot), data }, boundTo)).toString('utf8');
  }
}

function signature(key: Key, purpose: string, value: Uint8Array): Buffer {
  return createHmac('sha256', key.sign).update(`${purpose}\n`).update(value).digest().subarray(0, 16);
}
