import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BODY_FAMILY, FALLBACK_FAMILIES, type FontFamily, type Weight } from './font-families.js';
import { Typeface } from './typeface.js';

/** A part of a text that the eye sees as one character, and the font that has all of it; null where none has. */
export interface Grapheme {
  readonly text: string;
  readonly typeface: Typeface | null;
}

/** Joiners and variation selectors: they change how others look, and no font needs a glyph for them. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

const BLANK = 0x20;

/**
 * The fonts of an installation. A file is read when the first text needs it, and then kept: of the 60 MB that all files
 * have together, a clinic whose patients write their names in Latin letters reads one.
 */
export class FontLibrary {
  private readonly graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
  private readonly loaded = new Map<string, Typeface>();
  private readonly require = createRequire(import.meta.url);

  /** @throws Error when a font file is missing, so that a broken installation fails at start */
  constructor() {
    for (const { files } of [BODY_FAMILY, ...FALLBACK_FAMILIES]) {
      for (const file of Object.values(files)) {
        if (!existsSync(this.require.resolve(file))) throw new Error(`The font ${file} is missing.`);
      }
    }
  }

  /** The font of everything that needs no other. */
  body(weight: Weight): Typeface {
    return this.load(BODY_FAMILY.files[weight]);
  }

  /** A text, character by character, each with its font. */
  split(text: string, weight: Weight): readonly Grapheme[] {
    const split: Grapheme[] = [];
    for (const { segment } of this.graphemes.segment(text)) {
      // A blank between two words of a script is that font's own, and the words stay one run.
      const before = split.at(-1)?.typeface;
      const typeface = segment === ' ' && before?.has(BLANK) ? before : this.typefaceOf(segment, weight);
      split.push({ text: segment, typeface });
    }
    return split;
  }

  /** The characters of a text that no font has, each once. */
  missing(text: string): readonly string[] {
    const lost = this.split(text, 'regular').filter(({ typeface }) => typeface === null);
    return [...new Set(lost.map((grapheme) => grapheme.text))];
  }

  private typefaceOf(grapheme: string, weight: Weight): Typeface | null {
    const visible = grapheme.replace(INVISIBLE, '');
    const codePoints = Array.from(visible, (character) => character.codePointAt(0) ?? 0);
    const hasAll = (typeface: Typeface) => codePoints.every((codePoint) => typeface.has(codePoint));
    const body = this.body(weight);
    if (hasAll(body)) return body;
    for (const family of FALLBACK_FAMILIES) {
      if (!family.characters.test(visible)) continue;
      const typeface = this.load(family.files[weight]);
      if (hasAll(typeface)) return typeface;
    }
    return null;
  }

  private load(file: FontFamily['files'][Weight]): Typeface {
    const known = this.loaded.get(file);
    if (known) return known;
    const typeface = new Typeface(this.require.resolve(file));
    this.loaded.set(file, typeface);
    return typeface;
  }
}
