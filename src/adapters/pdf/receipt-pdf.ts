import { longDay } from '../../domain/days.js';
import { toDecimal } from '../../domain/money.js';
import type { ReceiptContent } from '../../domain/payments/receipts/receipt.js';
import { oneLine } from '../../domain/text.js';
import { FontLibrary } from './fonts/font-library.js';
import { TextLayout } from './fonts/text-layout.js';
import { TextWriter } from './fonts/text-writer.js';
import type { PrintableCharacters, ReceiptPrinter } from './port.js';
import { COLOUR, LEFT, type Line, PAGE, RIGHT, Sheet, type TextStyle, WIDTH } from './sheet.js';

const GUTTER = 24;
/** Widths of the column on the right, and of the totals. */
const SIDE = 200;
const TOTALS = 248;
const FOOTER = PAGE.height - PAGE.margin - 22;

/**
 * Printer over pdfkit, which makes the file. Texts are shaped by HarfBuzz and written with fonts of our own making:
 * pdfkit's text would print each text in one font, from left to right, and keep letters of one document for the next.
 * @throws Error when a font file is missing, so a broken installation fails at start
 */
export function createReceiptPrinter(): ReceiptPrinter & PrintableCharacters {
  const fonts = new FontLibrary();
  const layout = new TextLayout(fonts);
  return {
    missing: (text) => fonts.missing(text),
    async print(content, issuedAt) {
      // Loaded with the first document: it takes a quarter of the time in which a process starts.
      const { default: PdfDocument } = await import('pdfkit');
      const doc = new PdfDocument({
        size: PAGE.size,
        margin: PAGE.margin,
        bufferPages: true,
        lang: 'en',
        displayTitle: true,
        // None of the library's own fonts is used: nothing has to be read for them.
        font: '',
        // Dated by the content: the library's own clock would make every copy another file.
        info: { Title: `${content.title} ${content.number}`, Author: content.seller.name, CreationDate: issuedAt },
      });
      const written = collect(doc);
      const writer = new TextWriter(doc);
      draw(new Sheet(doc, layout, writer), content);
      writer.finish();
      doc.end();
      return written;
    },
  };
}

function collect(doc: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

function draw(sheet: Sheet, content: ReceiptContent): void {
  heading(sheet, content);
  parties(sheet, content);
  table(sheet, content);
  totals(sheet, content);
  notes(sheet, content);
  footers(sheet, content);
}

/** The seller on the left, what this is on the right. */
function heading(sheet: Sheet, { seller, title, number, issuedOn }: ReceiptContent): void {
  const muted = { size: 9, colour: COLOUR.muted } as const;
  const below = (texts: readonly string[]) =>
    texts.map((text, index) => ({ ...muted, text, before: index === 0 ? 4 : 0 }));
  sheet.columns([
    {
      x: LEFT,
      width: WIDTH - SIDE - GUTTER,
      lines: [
        { text: seller.name, font: 'strong', size: 14 },
        ...latinName(seller, { size: 10.5 }),
        ...below(seller.address),
        ...below(seller.details),
      ],
    },
    {
      x: RIGHT - SIDE,
      width: SIDE,
      lines: [
        { text: title, font: 'strong', size: 22, colour: COLOUR.accent, align: 'right' },
        { text: number, font: 'strong', size: 11, align: 'right', before: 2 },
        { text: `Issued ${longDay(issuedOn)}`, ...muted, align: 'right' },
      ],
    },
  ]);
  sheet.y += 18;
  sheet.rule(sheet.y, COLOUR.accent);
  sheet.y += 20;
}

/** Below a name in another script. */
function latinName({ latinName: text }: ReceiptContent['buyer'], style: TextStyle): readonly Line[] {
  return text ? [{ ...style, text, font: 'strong', before: 1 }] : [];
}

/** Who bought it on the left, how the money moved on the right. */
function parties(sheet: Sheet, { buyer, kind, facts }: ReceiptContent): void {
  const label = { size: 8.5, colour: COLOUR.muted } as const;
  sheet.columns([
    {
      x: LEFT,
      width: WIDTH - SIDE - GUTTER,
      lines: [
        { ...label, text: kind === 'credit_note' ? 'Credit to' : 'Billed to' },
        { text: buyer.name, font: 'strong', size: 10.5, before: 2 },
        ...latinName(buyer, { size: 9.5 }),
        ...buyer.address.map((text) => ({ text, size: 9 })),
      ],
    },
    {
      x: RIGHT - SIDE,
      width: SIDE,
      lines: facts.flatMap((fact, index) => [
        { ...label, text: fact.label, before: index === 0 ? 0 : 5 },
        { text: fact.value, size: 9 },
      ]),
    },
  ]);
  sheet.y += 24;
}

const COLUMNS = [
  { label: 'Description', x: LEFT + 10, width: 148, align: 'left' },
  { label: 'Date', x: LEFT + 164, width: 104, align: 'left' },
  { label: 'Qty', x: LEFT + 270, width: 28, align: 'right' },
  { label: 'Unit price', x: LEFT + 302, width: 82, align: 'right' },
  { label: 'Amount', x: RIGHT - 92, width: 82, align: 'right' },
] as const;

function table(sheet: Sheet, { lines }: ReceiptContent): void {
  const head = COLUMNS.map(({ label: text, ...column }) => ({ ...column, text }));
  sheet.room(60);
  sheet.shade(24);
  sheet.row(
    head.map((cell) => ({ ...cell, size: 8.5, font: 'strong', colour: COLOUR.muted })),
    sheet.y + 7,
  );
  sheet.y += 24;
  for (const line of lines) {
    const texts = [line.description, line.date, String(line.quantity), figure(line.unitPrice), figure(line.amount)];
    const cells = head.map((cell, index) => ({ ...cell, text: texts[index] ?? '', figures: true }));
    const height = sheet.heightOf(cells) + 20;
    sheet.room(height);
    sheet.row(cells, sheet.y + 10);
    sheet.y += height;
    sheet.rule(sheet.y);
  }
  sheet.y += 12;
}

function totals(sheet: Sheet, { summary, total, currency, tax }: ReceiptContent): void {
  const code = currency.toUpperCase();
  const included = tax.taxClass === 'vatable' ? `, ${tax.name} included` : '';
  sheet.room((summary.length + 1) * 20 + 44);
  sheet.row([{ text: `Amounts in ${code}${included}.`, x: LEFT + 10, width: 180, size: 8.5, colour: COLOUR.muted }]);
  const x = RIGHT - TOTALS;
  for (const { label, value } of summary) {
    const height = sheet.row([
      { text: label, x: x + 10, width: 140, colour: COLOUR.muted },
      { text: figure(value), x: RIGHT - 98, width: 88, align: 'right', figures: true },
    ]);
    sheet.y += height + 4;
  }
  sheet.y += summary.length > 0 ? 4 : 0;
  sheet.shade(30, x, COLOUR.accent);
  const white = { font: 'strong', size: 11, colour: '#ffffff' } as const;
  const amount = { text: `${code} ${figure(total.value)}`, x: RIGHT - 148, width: 138 } as const;
  sheet.row(
    [
      { ...white, text: total.label, x: x + 10, width: 100 },
      { ...white, ...amount, align: 'right', figures: true },
    ],
    sheet.y + 8,
  );
  sheet.y += 30 + 24;
}

function notes(sheet: Sheet, content: ReceiptContent): void {
  for (const text of content.notes) {
    const cell = { text, x: LEFT, width: WIDTH, size: 9, colour: COLOUR.muted };
    sheet.room(sheet.heightOf([cell]));
    sheet.y += sheet.row([cell]) + 4;
  }
}

/** On every page: whose document this is; and which page, where there are several. */
function footers(sheet: Sheet, { title, number, seller }: ReceiptContent): void {
  const { doc } = sheet;
  const { count } = doc.bufferedPageRange();
  const small = { size: 8, colour: COLOUR.muted } as const;
  const text = `${title} ${number} · ${oneLine(seller.name, 60)}`;
  for (let page = 0; page < count; page += 1) {
    // Below its own margin the library would begin another page.
    doc.switchToPage(page).margins.bottom = 0;
    const pages = count > 1 ? `Page ${page + 1} of ${count}` : '';
    sheet.rule(FOOTER - 8);
    sheet.row(
      [
        { ...small, text, x: LEFT, width: WIDTH - 80 },
        { ...small, text: pages, x: RIGHT - 80, width: 80, align: 'right' },
      ],
      FOOTER,
    );
  }
}

/** `150000` -> `1,500.00` */
function figure(minor: number): string {
  return toDecimal(minor).replace(/\B(?=(\d{3})+\.)/g, ',');
}
