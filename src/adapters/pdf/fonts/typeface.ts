import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Blob, Direction, Face, Feature, Font, Buffer as ShapingBuffer, shape } from 'harfbuzzjs';

/** A glyph of a cluster, in font units from where the cluster begins. */
export interface PlacedGlyph {
  readonly glyph: number;
  readonly x: number;
  readonly y: number;
}

/** The glyphs that show a piece of text which cannot be taken apart: a letter with its marks, a ligature, a syllable. */
export interface Cluster {
  /** Where its text begins in the shaped text, in UTF-16 units. */
  readonly start: number;
  readonly text: string;
  readonly glyphs: readonly PlacedGlyph[];
  /** Font units. */
  readonly advance: number;
}

/** A part of a text that is shaped as one: in one font and in one direction. */
export interface ShapingRun {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly rightToLeft: boolean;
  /** OpenType features beside those that are on by themselves. */
  readonly features: readonly string[];
}

/**
 * One font file, read once and shared by all documents. It holds nothing that a document has put there: whatever a
 * document collects (which glyphs it uses, for which text) belongs to the document.
 */
export class Typeface {
  /** Name for the PDF, such as `Inter-400Regular`. */
  readonly name: string;
  readonly unitsPerEm: number;
  /** Font units above and below the baseline, both positive. */
  readonly ascent: number;
  readonly descent: number;
  private readonly font: Font;
  private readonly file: Buffer;

  /** @throws Error when the file is missing */
  constructor(path: string) {
    this.file = readFileSync(path);
    this.name = basename(path, '.ttf').replaceAll('_', '-');
    const face = new Face(new Blob(this.file));
    this.font = new Font(face);
    this.unitsPerEm = face.upem;
    const { ascender, descender } = this.font.hExtents();
    this.ascent = ascender;
    this.descent = -descender;
  }

  has(codePoint: number): boolean {
    return this.font.nominalGlyph(codePoint) !== undefined;
  }

  /** The bytes of a table of the file; empty when it has none of that name. */
  table(tag: string): Buffer {
    const { file } = this;
    for (let at = 12, left = file.readUInt16BE(4); left > 0; at += 16, left -= 1) {
      if (file.toString('latin1', at, at + 4) !== tag) continue;
      const offset = file.readUInt32BE(at + 8);
      return file.subarray(offset, offset + file.readUInt32BE(at + 12));
    }
    return Buffer.alloc(0);
  }

  /** The clusters of a run as they stand on the paper, from left to right. */
  shape(run: ShapingRun): readonly Cluster[] {
    const buffer = new ShapingBuffer();
    // The text around the run goes along: an Arabic letter joins its neighbour on another line too.
    buffer.addText(run.text, run.start, run.end - run.start);
    buffer.setDirection(run.rightToLeft ? Direction.RTL : Direction.LTR);
    buffer.guessSegmentProperties();
    // The library would otherwise take the language of the machine that prints.
    buffer.setLanguage('und');
    shape(
      this.font,
      buffer,
      run.features.map((tag) => new Feature(tag)),
    );
    const glyphs = buffer.getGlyphInfosAndPositions().map((info) => ({
      glyph: info.codepoint,
      start: info.cluster,
      x: info.xOffset ?? 0,
      y: info.yOffset ?? 0,
      advance: info.xAdvance ?? 0,
    }));
    return clustersOf(run, glyphs);
  }
}

interface ShapedGlyph extends PlacedGlyph {
  readonly start: number;
  readonly advance: number;
}

/** A cluster's text goes on until the next one begins, in the order of the text. */
function clustersOf(run: ShapingRun, glyphs: readonly ShapedGlyph[]): readonly Cluster[] {
  const starts = [...new Set(glyphs.map(({ start }) => start))].sort((a, b) => a - b);
  const textFrom = new Map(
    starts.map((start, index) => [
      start,
      run.text.slice(index === 0 ? run.start : start, starts[index + 1] ?? run.end),
    ]),
  );
  const clusters: { start: number; text: string; glyphs: PlacedGlyph[]; advance: number }[] = [];
  for (const { glyph, start, x, y, advance } of glyphs) {
    let cluster = clusters.at(-1);
    if (cluster?.start !== start) {
      cluster = { start, text: textFrom.get(start) ?? '', glyphs: [], advance: 0 };
      clusters.push(cluster);
    }
    cluster.glyphs.push({ glyph, x: cluster.advance + x, y });
    cluster.advance += advance;
  }
  return clusters;
}
