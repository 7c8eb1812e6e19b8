import bidiModule, { type Bidi } from 'bidi-js';
import type { Weight } from './font-families.js';
import type { FontLibrary, Grapheme } from './font-library.js';
import type { Cluster, Typeface } from './typeface.js';

export interface TextFormat {
  readonly weight: Weight;
  /** Points. */
  readonly size: number;
  readonly features: readonly string[];
  /** Points that a line may fill. */
  readonly width: number;
}

/** Clusters in one font, from left to right. */
export interface Run {
  readonly typeface: Typeface;
  readonly clusters: readonly Cluster[];
}

/** A line as it stands on the paper: runs from left to right. Measures in points. */
export interface Line {
  readonly runs: readonly Run[];
  readonly width: number;
  /** Above the baseline. */
  readonly ascent: number;
  readonly height: number;
}

/** A part of a text in one font and one direction. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly typeface: Typeface;
  readonly rightToLeft: boolean;
}

/** Nothing in a text that matches none of these stands in another order than it was typed in. */
const RIGHT_TO_LEFT =
  /[\p{Bidi_Control}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** After these a line may end. Between Han characters and syllables of Kana and Hangul it may end anywhere. */
const BREAK_AFTER = /[\s\-\u2010\u2013\u2014/\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;
const MARK = /^\p{M}/u;
/** Shows nothing, and tells a reader that what stands beside it runs to the left. */
const RIGHT_TO_LEFT_MARK = '\u200f';
const BLANK = /^\s*$/u;

/** Breaks texts into lines and puts each line in its order and its glyphs. */
export class TextLayout {
  private readonly bidi: Bidi;

  constructor(private readonly fonts: FontLibrary) {
    // The module is the function itself; its published types describe another form of it.
    const createBidi: unknown = bidiModule;
    this.bidi = (createBidi as () => Bidi)();
  }

  /** The lines of a text, at least one. A character that no font has is left out: its box would say nothing. */
  lines(typed: string, format: TextFormat): readonly Line[] {
    const graphemes = printable(this.fonts.split(typed, format.weight));
    const text = graphemes.map((grapheme) => grapheme.text).join('');
    const typefaces = graphemes.flatMap((grapheme) =>
      Array.from({ length: grapheme.text.length }, () => grapheme.typeface ?? this.fonts.body(format.weight)),
    );
    const levels = this.levelsOf(text);
    const spans = spansOf(typefaces, levels.levels);
    const ends = lineEnds(text, spans, format);
    return ends.map((end, index) => {
      const start = ends[index - 1] ?? 0;
      return this.line({ text, start, end }, spans, levels, format);
    });
  }

  private levelsOf(text: string) {
    if (RIGHT_TO_LEFT.test(text)) return this.bidi.getEmbeddingLevels(text, 'auto');
    return { levels: new Uint8Array(text.length), paragraphs: [] };
  }

  private line(
    { text, start, end: wrapped }: { readonly text: string; readonly start: number; readonly end: number },
    spans: readonly Span[],
    levels: ReturnType<Bidi['getEmbeddingLevels']>,
    format: TextFormat,
  ): Line {
    // A blank at the end of a line would stand on the wrong side of a right-to-left one.
    const end = start + text.slice(start, wrapped).trimEnd().length;
    const parts = spans
      .filter((span) => span.start < end && span.end > start)
      .map((span) => ({ ...span, start: Math.max(span.start, start), end: Math.min(span.end, end) }));
    // The library answers with the whole text, and only this line in its order.
    const order =
      levels.paragraphs.length === 0 || end === start
        ? null
        : this.bidi.getReorderedIndices(text, levels, start, end - 1).slice(start, end);
    const placed = order === null ? parts : [...new Set(order.map((at) => partAt(parts, at)))];
    const runs = placed.map((part) => {
      const clusters = part.typeface.shape({ ...part, text, features: format.features });
      return { typeface: part.typeface, clusters: part.rightToLeft ? rightToLeft(clusters) : clusters };
    });
    const faces = [this.fonts.body(format.weight), ...placed.map(({ typeface }) => typeface)];
    const above = Math.max(...faces.map(({ ascent, unitsPerEm }) => ascent / unitsPerEm));
    const below = Math.max(...faces.map(({ descent, unitsPerEm }) => descent / unitsPerEm));
    return {
      runs,
      width: runs.reduce((sum, run) => sum + widthOf(run, format.size), 0),
      ascent: above * format.size,
      height: (above + below) * format.size,
    };
  }
}

function rightToLeft(clusters: readonly Cluster[]): readonly Cluster[] {
  const pieces = clusters.flatMap(apart);
  const [leftmost] = pieces;
  // A vowel sign has no direction of its own. At the very end of a text poppler would copy it before the first letter.
  if (leftmost === undefined || !MARK.test(leftmost.text)) return pieces;
  return [{ start: leftmost.start, text: RIGHT_TO_LEFT_MARK, glyphs: [], advance: 0 }, ...pieces];
}

/**
 * One code for each character of a right-to-left cluster, in the order in which they stand and in equal shares of its
 * width: the letter draws all of it, the others nothing. Readers turn right-to-left text round character by character,
 * and some (poppler) do the same inside the text of one code: a letter with its vowel sign would be copied as the sign
 * with its letter. A code without width would be lost (pdfium) or copied at another place (poppler).
 */
function apart(cluster: Cluster): readonly Cluster[] {
  const characters = [...cluster.text];
  const share = Math.floor(cluster.advance / characters.length);
  // The first character stands at the right end, and has what the equal shares leave over.
  const first = cluster.advance - share * (characters.length - 1);
  return characters.reverse().map((text, index) => {
    const isFirst = index === characters.length - 1;
    const glyphs = cluster.glyphs.map((glyph) => ({ ...glyph, x: glyph.x - share * index }));
    return { start: cluster.start, text, glyphs: isFirst ? glyphs : [], advance: isFirst ? first : share };
  });
}

/** What there are fonts for, with one blank where something between two blanks is left out. */
function printable(graphemes: readonly Grapheme[]): readonly Grapheme[] {
  const kept = graphemes.filter(({ typeface }) => typeface !== null);
  if (kept.length === graphemes.length) return kept;
  return kept.filter(({ text }, at) => text !== ' ' || (at > 0 && kept[at - 1]?.text !== ' '));
}

function partAt(parts: readonly Span[], at: number): Span {
  const part = parts.find(({ start, end }) => start <= at && at < end);
  if (!part) throw new Error('a character of the line belongs to none of its parts');
  return part;
}

function widthOf({ typeface, clusters }: Run, size: number): number {
  return clusters.reduce((sum, { advance }) => sum + (advance * size) / typeface.unitsPerEm, 0);
}

function spansOf(typefaces: readonly Typeface[], levels: Uint8Array): readonly Span[] {
  const spans: (Span & { end: number; readonly level: number })[] = [];
  typefaces.forEach((typeface, at) => {
    const level = levels[at] ?? 0;
    const last = spans.at(-1);
    if (last?.typeface === typeface && last.level === level) last.end = at + 1;
    else spans.push({ start: at, end: at + 1, typeface, level, rightToLeft: level % 2 === 1 });
  });
  return spans;
}

/** Where each line ends; what is wider than a line and has no place to break is broken between two characters. */
function lineEnds(text: string, spans: readonly Span[], { size, features, width }: TextFormat): readonly number[] {
  const clusters = spans
    .flatMap((span) =>
      span.typeface
        .shape({ ...span, text, features })
        .map((cluster) => ({ ...cluster, width: (cluster.advance * size) / span.typeface.unitsPerEm })),
    )
    .sort((a, b) => a.start - b.start);
  const ends: number[] = [];
  let [from, filled, lastBreak] = [0, 0, 0];
  let sinceBreak = 0;
  for (const cluster of clusters) {
    // Blanks at the end of a line may hang over: they are not drawn.
    while (filled + cluster.width > width && !BLANK.test(cluster.text) && cluster.start > from) {
      const end = lastBreak > from ? lastBreak : cluster.start;
      ends.push(end);
      filled = end === lastBreak ? sinceBreak : 0;
      from = end;
    }
    filled += cluster.width;
    sinceBreak += cluster.width;
    if (BREAK_AFTER.test(cluster.text)) {
      lastBreak = cluster.start + cluster.text.length;
      sinceBreak = 0;
    }
  }
  return [...ends, text.length];
}
