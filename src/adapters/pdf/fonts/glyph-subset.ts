import type { PlacedGlyph, Typeface } from './typeface.js';

/** Flags of a part of a composite glyph (OpenType, table `glyf`). */
const WORDS = 0x0001;
const IS_OFFSET = 0x0002;
const HAS_SCALE = 0x0008;
const MORE_PARTS = 0x0020;
const HAS_TWO_SCALES = 0x0040;
const HAS_MATRIX = 0x0080;
const OVERLAPS = 0x0400;

/** A glyph of the source font, or several of them in one. Index 0 is the source's own "no glyph". */
type Slot = { readonly source: number } | { readonly parts: readonly Part[]; readonly advance: number };

interface Part {
  readonly slot: number;
  readonly x: number;
  readonly y: number;
}

interface Outline {
  readonly data: Buffer;
  /** Left, bottom, right and top, in font units. */
  readonly box: readonly [number, number, number, number];
  readonly points: number;
  readonly contours: number;
  readonly depth: number;
}

const NOTHING: Outline = { data: Buffer.alloc(0), box: [0, 0, 0, 0], points: 0, contours: 0, depth: 0 };

/**
 * A TrueType font with the glyphs that one document uses. It can hold glyphs that its source has not: a letter with its
 * marks, drawn from several glyphs, becomes one. A reader that copies text sees one code per cluster, whose text is the
 * cluster's own, whatever glyphs the font took to draw it and in which order.
 */
export class GlyphSubset {
  private readonly slots: Slot[] = [{ source: 0 }];
  private readonly ofSource = new Map<number, number>([[0, 0]]);
  private readonly longOffsets: boolean;
  private readonly tables: Readonly<Record<'glyf' | 'loca' | 'hmtx', Buffer>>;
  private readonly metrics: number;

  constructor(private readonly typeface: Typeface) {
    this.tables = { glyf: typeface.table('glyf'), loca: typeface.table('loca'), hmtx: typeface.table('hmtx') };
    this.longOffsets = typeface.table('head').readInt16BE(50) === 1;
    this.metrics = typeface.table('hhea').readUInt16BE(34);
  }

  /** The index of a glyph of the source. */
  simple(glyph: number): number {
    const known = this.ofSource.get(glyph);
    if (known !== undefined) return known;
    const slot = this.slots.push({ source: glyph }) - 1;
    this.ofSource.set(glyph, slot);
    return slot;
  }

  /** A new glyph that shows these in their places. Blanks are left out: they show nothing. */
  composite(glyphs: readonly PlacedGlyph[], advance: number): number {
    const seen = glyphs.filter(({ glyph }) => this.sourceOutline(glyph).length > 0);
    const parts = seen.map(({ glyph, x, y }) => ({ slot: this.simple(glyph), x: Math.round(x), y: Math.round(y) }));
    return this.slots.push({ parts, advance: Math.round(advance) }) - 1;
  }

  /** Width of a glyph of this font, in font units. */
  advance(slot: number): number {
    const at = this.slots[slot];
    if (at === undefined) throw new Error('no such glyph in this font');
    return 'parts' in at ? at.advance : this.sourceAdvance(at.source);
  }

  /** The font file. */
  encode(): Buffer {
    const outlines: Outline[] = [];
    // Composite glyphs of the source add their parts behind while this goes on; those of `composite` stand behind their parts.
    for (let slot = 0; slot < this.slots.length; slot += 1) this.outline(slot, outlines);
    return fontFile(
      this.typeface,
      this.slots.map((_, slot) => this.advance(slot)),
      outlines,
    );
  }

  private outline(slot: number, known: Outline[]): Outline {
    const made = known[slot];
    if (made) return made;
    const at = this.slots[slot];
    if (at === undefined) throw new Error('no such glyph in this font');
    const outline = 'parts' in at ? this.composed(at.parts, known) : this.copied(at.source, known);
    known[slot] = outline;
    return outline;
  }

  private composed(parts: readonly Part[], known: Outline[]): Outline {
    if (parts.length === 0) return NOTHING;
    const inner = parts.map((part) => ({ ...part, outline: this.outline(part.slot, known) }));
    const box = [
      Math.min(...inner.map(({ outline, x }) => outline.box[0] + x)),
      Math.min(...inner.map(({ outline, y }) => outline.box[1] + y)),
      Math.max(...inner.map(({ outline, x }) => outline.box[2] + x)),
      Math.max(...inner.map(({ outline, y }) => outline.box[3] + y)),
    ] as const;
    const data = Buffer.alloc(10 + parts.length * 8);
    data.writeInt16BE(-1, 0);
    for (const [index, value] of box.entries()) data.writeInt16BE(value, 2 + index * 2);
    parts.forEach(({ slot, x, y }, index) => {
      const more = index < parts.length - 1 ? MORE_PARTS : 0;
      data.writeUInt16BE(WORDS | IS_OFFSET | OVERLAPS | more, 10 + index * 8);
      data.writeUInt16BE(slot, 12 + index * 8);
      data.writeInt16BE(x, 14 + index * 8);
      data.writeInt16BE(y, 16 + index * 8);
    });
    return {
      data,
      box,
      points: inner.reduce((sum, { outline }) => sum + outline.points, 0),
      contours: inner.reduce((sum, { outline }) => sum + outline.contours, 0),
      depth: 1 + Math.max(...inner.map(({ outline }) => outline.depth)),
    };
  }

  /** A glyph as the source has it; in a composite one the parts are renumbered. */
  private copied(glyph: number, known: Outline[]): Outline {
    const data = Buffer.from(this.sourceOutline(glyph));
    if (data.length === 0) return NOTHING;
    const box = [data.readInt16BE(2), data.readInt16BE(4), data.readInt16BE(6), data.readInt16BE(8)] as const;
    const contours = data.readInt16BE(0);
    if (contours >= 0) {
      const points = contours === 0 ? 0 : data.readUInt16BE(10 + (contours - 1) * 2) + 1;
      return { data, box, points, contours, depth: 0 };
    }
    let [points, inside, depth] = [0, 0, 0];
    for (let at = 10, flags = MORE_PARTS; flags & MORE_PARTS; ) {
      flags = data.readUInt16BE(at);
      const slot = this.simple(data.readUInt16BE(at + 2));
      data.writeUInt16BE(slot, at + 2);
      const part = this.outline(slot, known);
      points += part.points;
      inside += part.contours;
      depth = Math.max(depth, part.depth + 1);
      at += 4 + (flags & WORDS ? 4 : 2);
      if (flags & HAS_SCALE) at += 2;
      else if (flags & HAS_TWO_SCALES) at += 4;
      else if (flags & HAS_MATRIX) at += 8;
    }
    return { data, box, points, contours: inside, depth };
  }

  private sourceOutline(glyph: number): Buffer {
    const { glyf, loca } = this.tables;
    const offset = (index: number) =>
      this.longOffsets ? loca.readUInt32BE(index * 4) : loca.readUInt16BE(index * 2) * 2;
    return glyf.subarray(offset(glyph), offset(glyph + 1));
  }

  /** Fonts of one width list it once, for the last glyphs. */
  private sourceAdvance(glyph: number): number {
    return this.tables.hmtx.readUInt16BE(Math.min(glyph, this.metrics - 1) * 4);
  }
}

/** Puts the tables together. `cvt`, `fpgm` and `prep` are what the glyphs' own instructions call. */
function fontFile(typeface: Typeface, advances: readonly number[], outlines: readonly Outline[]): Buffer {
  const count = outlines.length;
  const loca = Buffer.alloc((count + 1) * 4);
  const hmtx = Buffer.alloc(count * 4);
  const glyphs: Buffer[] = [];
  let end = 0;
  outlines.forEach(({ data, box }, slot) => {
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 3)]);
    glyphs.push(padded);
    end += padded.length;
    loca.writeUInt32BE(end, (slot + 1) * 4);
    hmtx.writeUInt16BE(advances[slot] ?? 0, slot * 4);
    hmtx.writeInt16BE(box[0], slot * 4 + 2);
  });
  const head = Buffer.from(typeface.table('head'));
  head.writeUInt32BE(0, 8);
  head.writeInt16BE(1, 50);
  const hhea = Buffer.from(typeface.table('hhea'));
  hhea.writeUInt16BE(count, 34);
  const maxp = Buffer.from(typeface.table('maxp'));
  maxp.writeUInt16BE(count, 4);
  const atLeast = (at: number, value: number) => maxp.writeUInt16BE(Math.max(maxp.readUInt16BE(at), value), at);
  atLeast(10, Math.max(...outlines.map(({ points }) => points)));
  atLeast(12, Math.max(...outlines.map(({ contours }) => contours)));
  atLeast(28, Math.max(...outlines.map(({ data }) => (data.length - 10) >> 3)) & 0xff);
  atLeast(30, Math.max(...outlines.map(({ depth }) => depth)));
  const copied = ['cvt ', 'fpgm', 'prep'].map((tag) => [tag, typeface.table(tag)] as const);
  return directory([
    ...copied.filter(([, data]) => data.length > 0),
    ['glyf', Buffer.concat(glyphs)],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', hmtx],
    ['loca', loca],
    ['maxp', maxp],
  ]);
}

/** Tables in the order of their names, behind their directory. */
function directory(unsorted: readonly (readonly [string, Buffer])[]): Buffer {
  const tables = [...unsorted].sort(([a], [b]) => (a < b ? -1 : 1));
  const power = 2 ** Math.floor(Math.log2(tables.length));
  const header = Buffer.alloc(12 + tables.length * 16);
  header.writeUInt32BE(0x00010000, 0);
  header.writeUInt16BE(tables.length, 4);
  header.writeUInt16BE(power * 16, 6);
  header.writeUInt16BE(Math.log2(power), 8);
  header.writeUInt16BE((tables.length - power) * 16, 10);
  const bodies: Buffer[] = [];
  let offset = header.length;
  tables.forEach(([tag, data], index) => {
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 3)]);
    const at = 12 + index * 16;
    header.write(tag, at, 'latin1');
    header.writeUInt32BE(checksum(padded), at + 4);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(data.length, at + 12);
    bodies.push(padded);
    offset += padded.length;
  });
  return Buffer.concat([header, ...bodies]);
}

function checksum(padded: Buffer): number {
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
}
