import type { Marks, Sheet } from './sheet.js';

/** Types of elements that our documents have (PDF 32000-1, 14.8.4). */
type ElementType = 'H1' | 'H2' | 'P' | 'Figure' | 'Sect';

/**
 * The structure of a tagged document: what is drawn, in the order in which it is read out. Each line of text is marked by itself, so
 * that an element can go on on the next page; all that belongs to no element is decoration, which a reader passes over.
 */
export class Tags {
  private element: PDFKit.PDFStructureElement;
  private type = 'Document';
  private readonly doc: PDFKit.PDFDocument;
  private readonly marks: Marks;

  constructor(private readonly sheet: Sheet) {
    this.doc = sheet.doc;
    this.element = this.doc.struct(this.type);
    this.doc.addStructure(this.element);
    this.marks = {
      content: (draw) => this.content(draw),
      decoration: (draw) => this.marked('Artifact', draw),
    };
    sheet.marks = this.marks;
  }

  /** What `draw` writes is one element, or several within this one. `alt` is read out in the place of a figure. */
  add(type: ElementType, draw: () => void, alt?: string): void {
    const [parent, parentType] = [this.element, this.type];
    this.element = this.doc.struct(type, alt === undefined ? {} : { alt });
    this.type = type;
    parent.add(this.element);
    draw();
    this.element.end();
    [this.element, this.type] = [parent, parentType];
  }

  /** What `draw` writes is of the page, not of the text: what stands on every page, or lies behind it. */
  decoration(draw: () => void): void {
    this.sheet.marks = { ...this.marks, content: this.marks.decoration };
    draw();
    this.sheet.marks = this.marks;
  }

  private content(draw: () => void): void {
    const content = this.doc.markStructureContent(this.type);
    draw();
    this.doc.endMarkedContent();
    this.element.add(content);
  }

  private marked(tag: string, draw: () => void): void {
    this.doc.markContent(tag);
    draw();
    this.doc.endMarkedContent();
  }
}
