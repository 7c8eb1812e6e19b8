import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from './key-ring.js';
import { openBytes, sealBytes } from './sealing.js';

const KEY_BYTES = 32;

/**
 * A random key of one thing, such as a chat room, which seals all that belongs to it. It is kept sealed by the key ring: a new
 * key in the ring touches this key alone, and whoever destroys it has destroyed everything that it sealed.
 */
export class DataKey {
  readonly #cipher: Buffer;
  readonly #mac: Buffer;

  private constructor(private readonly secret: Buffer) {
    const derive = (purpose: string) =>
      Buffer.from(hkdfSync('sha256', secret, '', `keepwell/data/${purpose}`, KEY_BYTES));
    [this.#cipher, this.#mac] = [derive('seal'), derive('mac')];
  }

  static random(): DataKey {
    return new DataKey(randomBytes(KEY_BYTES));
  }

  /** @throws when it was sealed for something else, or by a key that the ring does not have. */
  static open(ring: KeyRing, sealed: string, boundTo: string): DataKey {
    return new DataKey(Buffer.from(ring.openText(sealed, boundTo), 'base64'));
  }

  /** The key itself, as it is kept. */
  sealBy(ring: KeyRing, boundTo: string): string {
    return ring.sealText(this.secret.toString('base64'), boundTo);
  }

  seal(plain: Uint8Array, boundTo: string): Uint8Array {
    return sealBytes(this.#cipher, plain, boundTo);
  }

  /** @throws when the bytes were changed, or were sealed by another key or for another use. */
  open(sealed: Uint8Array, boundTo: string): Uint8Array {
    return openBytes(this.#cipher, sealed, boundTo);
  }

  sealText(plain: string, boundTo: string): string {
    return sealBytes(this.#cipher, Buffer.from(plain, 'utf8'), boundTo).toString('base64');
  }

  /** @throws when the text was changed, or was sealed by another key or for another field. */
  openText(sealed: string, boundTo: string): string {
    return openBytes(this.#cipher, Buffer.from(sealed, 'base64'), boundTo).toString('utf8');
  }

  /** Keyed hash of a text, to compare a later one with. */
  mac(text: string): string {
    return createHmac('sha256', this.#mac).update(text).digest('base64');
  }

  isMacOf(text: string, mac: string): boolean {
    const [expected, given] = [Buffer.from(this.mac(text)), Buffer.from(mac)];
    return expected.length === given.length && timingSafeEqual(expected, given);
  }
}
