import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** What the directory says, where it is not true. */
  readonly claimedSize?: number;
  readonly isEncrypted?: true;
}

/** A ZIP file of these parts, written by hand: no library writes one that lies. */
export function zipOf(parts: readonly ZipPart[]): Uint8Array {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content as Uint8Array);
    const packed = deflateRawSync(content);
    const head = headOf(part, content, packed);
    const name = Buffer.from(part.name);
    const local = Buffer.concat([u32(0x04034b50), u16(20), head, u16(name.length), u16(0), name, packed]);
    const entry = [u32(0x02014b50), u16(20), u16(20), head, u16(name.length), u16(0), u16(0), u16(0), u16(0), u32(0)];
    entries.push(Buffer.concat([...entry, u32(offset), name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const count = u16(parts.length);
  const end = [u32(0x06054b50), u16(0), u16(0), count, count, u32(directory.length), u32(offset), u16(0)];
  return new Uint8Array(Buffer.concat([...locals, directory, ...end]));
}

/** Flags, method, time, checksum and sizes: the same in both places. */
function headOf({ claimedSize, isEncrypted }: ZipPart, content: Buffer, packed: Buffer): Buffer {
  const flags = u16(isEncrypted ? 1 : 0);
  const sum = u32(crc32(content));
  return Buffer.concat([flags, u16(8), u16(0), u16(0), sum, u32(packed.length), u32(claimedSize ?? content.length)]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** The parts of a ZIP file as text, by their names. */
export function textsOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const file = Buffer.from(bytes);
  const end = file.lastIndexOf(u32(0x06054b50));
  const texts = new Map<string, string>();
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, names] = [file.readUInt32LE(at + 20), file.readUInt16LE(at + 28)];
    const name = file.toString('utf8', at + 46, at + 46 + names);
    const local = file.readUInt32LE(at + 42);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const content = file.subarray(start, start + packed);
    texts.set(name, (file.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content)).toString('utf8'));
    at += 46 + names + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return texts;
}
