const SHORTEST = 4;

/** Many texts looked for at once in one pass, without regard to the case of ASCII letters. */
export class TextSearch {
  /** By the first four bytes of each text. */
  readonly #byStart = new Map<number, Buffer[]>();
  readonly #starts = new Uint8Array(1 << 16);

  /** @throws Error for a text of less than four bytes: it would be found by chance */
  constructor(texts: Iterable<string>) {
    for (const text of texts) {
      const bytes = folded(text);
      if (bytes.length < SHORTEST) throw new Error('a text of less than four bytes would be found by chance');
      const start = bytes.readUInt32BE(0);
      this.#starts[hashOf(start)] = 1;
      this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), bytes]);
    }
  }

  /** Each text that stands in `data` as a word or number of its own: inside of a longer one it is there by chance. */
  find(data: Uint8Array | string): Set<string> {
    const bytes = folded(data);
    const found = new Set<string>();
    let window = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      window = ((window << 8) | (bytes[at] ?? 0)) >>> 0;
      if (at < SHORTEST - 1 || this.#starts[hashOf(window)] === 0) continue;
      const start = at - SHORTEST + 1;
      for (const text of this.#byStart.get(window) ?? []) {
        const end = start + text.length;
        if (end > bytes.length) continue;
        if (isWordByte(bytes[start - 1]) && isWordByte(text[0])) continue;
        if (isWordByte(bytes[end]) && isWordByte(text.at(-1))) continue;
        if (bytes.compare(text, 0, text.length, start, end) === 0) found.add(text.toString());
      }
    }
    return found;
  }
}

function folded(data: Uint8Array | string): Buffer {
  const bytes = Buffer.from(data as string);
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) bytes[at] = byte | 0x20;
  }
  return bytes;
}

function hashOf(window: number): number {
  return Math.imul(window, 0x9e3779b1) >>> 16;
}

function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0x80;
}
