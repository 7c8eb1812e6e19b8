import { GlyphSubset } from './glyph-subset.js';
import type { Cluster, Typeface } from './typeface.js';

/** At most so many lines in one block of a character map (PDF 9.7.5, limit of the language). */
const MAP_BLOCK = 100;

/** A font as one document uses it. Each cluster has a code of its own, so that its text can be copied as it was typed. */
export class EmbeddedFont {
  readonly reference: PDFKit.PDFKitReference;
  private readonly subset: GlyphSubset;
  /** From a cluster to its code, and the text of each code. */
  private readonly codes = new Map<string, number>();
  private readonly texts = new Map<number, string>();

  constructor(
    private readonly doc: PDFKit.PDFDocument,
    private readonly typeface: Typeface,
    /** Which one of the document's fonts this is, from 0. */
    private readonly order: number,
  ) {
    this.reference = doc.ref({});
    this.subset = new GlyphSubset(typeface);
  }

  /** The name under which a page's content calls it. */
  get id(): string {
    return `T${this.order}`;
  }

  /** The code that shows a cluster, and its width in thousandths of the font's size. */
  code(cluster: Cluster): { readonly code: number; readonly width: number } {
    const key = JSON.stringify([cluster.text, cluster.glyphs]);
    const known = this.codes.get(key);
    const code = known ?? this.add(cluster);
    if (known === undefined) {
      this.codes.set(key, code);
      this.texts.set(code, cluster.text);
    }
    return { code, width: this.scaled(this.subset.advance(code)) };
  }

  /** Writes the font into the document. Nothing may be shown with it afterwards. */
  finish(): void {
    const { typeface } = this;
    // Before the tables are read: encoding adds the parts of composite glyphs.
    const file = this.subset.encode();
    const name = `${subsetTag(this.order)}+${typeface.name}`;
    const head = typeface.table('head');
    const descriptor = this.object({
      Type: 'FontDescriptor',
      FontName: name,
      Flags: 4,
      FontBBox: [36, 38, 40, 42].map((at) => this.scaled(head.readInt16BE(at))),
      ItalicAngle: 0,
      Ascent: this.scaled(typeface.ascent),
      Descent: -this.scaled(typeface.descent),
      CapHeight: this.scaled(typeface.ascent),
      StemV: 0,
      FontFile2: this.stream(file, { Length1: file.length }),
    });
    const codes = [...this.texts.keys()].sort((a, b) => a - b);
    const descendant = this.object({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      // pdfkit writes a JavaScript string as a name, and a String object as a text.
      CIDSystemInfo: { Registry: new String('Adobe'), Ordering: new String('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      CIDToGIDMap: 'Identity',
      W: codes.flatMap((code) => [code, [this.scaled(this.subset.advance(code))]]),
    });
    Object.assign(this.reference.data, {
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: this.stream(Buffer.from(characterMap(codes.map((code) => [code, this.texts.get(code) ?? '']))), {}),
    });
    this.reference.end(undefined);
  }

  private add(cluster: Cluster): number {
    const [first, ...more] = cluster.glyphs;
    const plain = first && more.length === 0 && first.x === 0 && first.y === 0;
    if (plain) {
      const code = this.subset.simple(first.glyph);
      // One glyph may stand for two texts (a Greek and a Latin letter): the second gets a glyph of its own.
      if (code !== 0 && !this.texts.has(code)) return code;
    }
    return this.subset.composite(cluster.glyphs, cluster.advance);
  }

  private object(data: object): PDFKit.PDFKitReference {
    const reference = this.doc.ref(data);
    reference.end(undefined);
    return reference;
  }

  private stream(content: Buffer, data: object): PDFKit.PDFKitReference {
    const reference = this.doc.ref(data);
    reference.end(content);
    return reference;
  }

  private scaled(units: number): number {
    return Math.round((units * 1000) / this.typeface.unitsPerEm);
  }
}

/** Six letters that tell the subsets of one document apart: `AAAAAA`, `AAAAAB`, ... */
function subsetTag(order: number): string {
  const letter = (value: number) => String.fromCharCode(65 + (value % 26));
  return `AAAA${letter(Math.floor(order / 26))}${letter(order)}`;
}

/** What a reader copies for each code. */
function characterMap(texts: readonly (readonly [number, string])[]): string {
  const line = ([code, text]: readonly [number, string]) =>
    `<${code.toString(16).padStart(4, '0')}> <${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
  const blocks: string[] = [];
  for (let at = 0; at < texts.length; at += MAP_BLOCK) {
    const lines = texts.slice(at, at + MAP_BLOCK).map(line);
    blocks.push(`${lines.length} beginbfchar\n${lines.join('\n')}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
}
