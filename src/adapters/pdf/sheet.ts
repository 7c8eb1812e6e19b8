import type { TextLayout, Line as TextLine } from './fonts/text-layout.js';
import type { TextWriter } from './fonts/text-writer.js';

/** Measures of the page, in points (1/72 inch), and the few colours on it. */
export const PAGE = { size: 'A4', width: 595.28, height: 841.89, margin: 56, footer: 44 } as const;
export const LEFT = PAGE.margin;
export const RIGHT = PAGE.width - PAGE.margin;
export const WIDTH = RIGHT - LEFT;
const BODY_SIZE = 9.5;
/** Points between two lines. */
const LINE_GAP = 2;
const BOTTOM = PAGE.height - PAGE.margin - PAGE.footer;

export const COLOUR = {
  ink: '#14292a',
  muted: '#55696a',
  accent: '#0d6e66',
  line: '#c9d6d5',
  shade: '#f1f5f4',
} as const;

export interface TextStyle {
  readonly font?: 'regular' | 'strong';
  readonly size?: number;
  readonly colour?: string;
  readonly align?: 'left' | 'right' | 'centre';
  /** Figures of one width, for columns of amounts. */
  readonly figures?: boolean;
}

/** A piece of text in its own column: where it begins, and how wide it may be. */
export interface Cell extends TextStyle {
  readonly text: string;
  readonly x: number;
  readonly width: number;
}

/** A line of a column, `before` points below the one above it. */
export interface Line extends TextStyle {
  readonly text: string;
  readonly before?: number;
}

/** Lines one below the other, and where they stand. */
export interface Column {
  readonly lines: readonly Line[];
  readonly x: number;
  readonly width: number;
}

/** How what is drawn is marked in a tagged document; elsewhere it is drawn and no more. */
export interface Marks {
  /** A line of text, or another piece that a reader reads out. */
  content(draw: () => void): void;
  /** Rules, backgrounds and the like. */
  decoration(draw: () => void): void;
}

const UNMARKED: Marks = { content: (draw) => draw(), decoration: (draw) => draw() };

/** A page that is filled from top to bottom; a block that does not fit any more begins the next one. */
export class Sheet {
  y: number = PAGE.margin;
  /** Below it nothing is written but what stands on every page. */
  bottom: number = BOTTOM;
  marks: Marks = UNMARKED;
  /** Draws what stands on each further page before anything else. */
  beginPage: () => void = () => undefined;
  /** Each text is measured before it is written; its lines are made once. */
  private readonly laidOut = new Map<string, readonly TextLine[]>();

  constructor(
    readonly doc: PDFKit.PDFDocument,
    private readonly layout: TextLayout,
    private readonly writer: TextWriter,
  ) {}

  /** Writes cells side by side; returns the height of the tallest. */
  row(cells: readonly Cell[], y: number = this.y): number {
    for (const cell of cells) this.write(cell, y);
    return this.heightOf(cells);
  }

  heightOf(cells: readonly Cell[]): number {
    return Math.max(
      0,
      ...cells.map((cell) => this.linesOf(cell).reduce((sum, line) => sum + line.height + LINE_GAP, 0)),
    );
  }

  /** Writes a text that may be longer than a page, line by line; what is written is forgotten. */
  flow(cell: Cell): void {
    for (const line of this.layOut(cell)) {
      this.room(line.height + LINE_GAP);
      this.place(cell, line, this.y);
      this.y += line.height + LINE_GAP;
    }
  }

  /** Writes columns side by side, on one page, and goes on below the longest. Each of their lines is written by `write`. */
  columns(columns: readonly Column[], write: (draw: () => void, line: Line) => void = (draw) => draw()): void {
    this.room(Math.max(0, ...columns.map((column) => this.lengthOf(column))));
    const top = this.y;
    for (const { lines, x, width } of columns) {
      let y = top;
      for (const line of lines) {
        const cell = { ...line, x, width };
        y += line.before ?? 0;
        const at = y;
        write(() => this.write(cell, at), line);
        y += this.heightOf([cell]);
      }
      this.y = Math.max(this.y, y);
    }
  }

  /** Goes on to a new page when this much would not fit on the present one. */
  room(height: number): void {
    if (this.y + height <= this.bottom) return;
    this.doc.addPage();
    this.y = PAGE.margin;
    this.beginPage();
  }

  rule(y: number, colour: string = COLOUR.line, from: number = LEFT, to: number = RIGHT): void {
    this.marks.decoration(() => this.doc.moveTo(from, y).lineTo(to, y).lineWidth(0.75).strokeColor(colour).stroke());
  }

  shade(height: number, from: number = LEFT, colour: string = COLOUR.shade): void {
    this.marks.decoration(() =>
      this.doc
        .rect(from, this.y, RIGHT - from, height)
        .fillColor(colour)
        .fill(),
    );
  }

  private lengthOf({ lines, x, width }: Column): number {
    return lines.reduce((sum, line) => sum + (line.before ?? 0) + this.heightOf([{ ...line, x, width }]), 0);
  }

  private write(cell: Cell, top: number): void {
    let y = top;
    for (const line of this.linesOf(cell)) {
      this.place(cell, line, y);
      y += line.height + LINE_GAP;
    }
  }

  private place(cell: Cell, line: TextLine, y: number): void {
    const left = cell.width - line.width;
    const x = cell.x + (cell.align === 'right' ? left : cell.align === 'centre' ? left / 2 : 0);
    const [size, colour] = [cell.size ?? BODY_SIZE, cell.colour ?? COLOUR.ink];
    this.marks.content(() => this.writer.write(line, { x, y }, size, colour));
  }

  private linesOf(cell: Cell): readonly TextLine[] {
    const { text, font, size, width, figures } = cell;
    const key = JSON.stringify([text, font, size, width, figures]);
    const known = this.laidOut.get(key);
    if (known) return known;
    const lines = this.layOut(cell);
    this.laidOut.set(key, lines);
    return lines;
  }

  private layOut({ text, font = 'regular', size = BODY_SIZE, width, figures = false }: Cell): readonly TextLine[] {
    return this.layout.lines(text, { weight: font, size, width, features: figures ? ['tnum'] : [] });
  }
}
