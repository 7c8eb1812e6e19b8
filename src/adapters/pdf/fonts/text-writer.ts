import { EmbeddedFont } from './embedded-font.js';
import type { Line, Run } from './text-layout.js';
import type { Typeface } from './typeface.js';

/** Writes laid-out lines into one document, and its fonts at the end. */
export class TextWriter {
  private readonly fonts = new Map<Typeface, EmbeddedFont>();

  constructor(private readonly doc: PDFKit.PDFDocument) {}

  /** A line whose left end and top are here, in points from the page's upper left corner. */
  write(line: Line, at: { readonly x: number; readonly y: number }, size: number, colour: string): void {
    const { doc } = this;
    const baseline = doc.page.height - at.y - line.ascent;
    doc.fillColor(colour).save();
    // The page's own coordinates run downwards; letters stand upright in upward ones.
    doc.transform(1, 0, 0, -1, 0, doc.page.height);
    doc.addContent('BT');
    doc.addContent(`1 0 0 1 ${figure(at.x)} ${figure(baseline)} Tm`);
    for (const run of line.runs) this.show(run, size);
    doc.addContent('ET').restore();
  }

  /** Writes the fonts that were used. To be called once, before the document ends. */
  finish(): void {
    for (const font of this.fonts.values()) font.finish();
  }

  private show({ typeface, clusters }: Run, size: number): void {
    const font = this.fontOf(typeface);
    const { doc } = this;
    doc.page.fonts[font.id] ??= font.reference;
    doc.addContent(`/${font.id} ${figure(size)} Tf`);
    // Codes side by side; between them a number where the next one stands nearer (positive) or further than its width says.
    let codes = '';
    const pieces: string[] = [];
    for (const cluster of clusters) {
      const { code, width } = font.code(cluster);
      codes += code.toString(16).padStart(4, '0');
      const nearer = width - Math.round((cluster.advance * 1000) / typeface.unitsPerEm);
      if (nearer === 0) continue;
      pieces.push(`<${codes}> ${nearer}`);
      codes = '';
    }
    if (codes !== '') pieces.push(`<${codes}>`);
    doc.addContent(`[${pieces.join(' ')}] TJ`);
  }

  private fontOf(typeface: Typeface): EmbeddedFont {
    const known = this.fonts.get(typeface);
    if (known) return known;
    const font = new EmbeddedFont(this.doc, typeface, this.fonts.size);
    this.fonts.set(typeface, font);
    return font;
  }
}

/** A number as PDF takes it: no exponent, no more than is seen. */
function figure(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
