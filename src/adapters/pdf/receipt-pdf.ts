import { longDay } from '../../domain/days.js';
import type { ReceiptContent } from '../../domain/payments/receipts/receipt.js';
import { oneLine } from '../../domain/text.js';
import { footers, openDocument } from './document.js';
import { figure } from './figure.js';
import { FontLibrary } from './fonts/font-library.js';
import { TextLayout } from './fonts/text-layout.js';
import type { PrintableCharacters, ReceiptPrinter } from './port.js';
import { COLOUR, LEFT, type Line, RIGHT, type Sheet, type TextStyle, WIDTH } from './sheet.js';

const GUTTER = 24;
/** Widths of the column on the right, and of the totals. */
const SIDE = 200;
const TOTALS = 248;

/**
 * Printer over pdfkit, which makes the file. Texts are shaped by HarfBuzz and written with fonts of our own making:
 * pdfkit's text would print each text in one font, from left to right, and keep letters of one document for the next.
 * @throws Error when a font file is missing, so a broken installation fails at start
 */
export function createReceiptPrinter(fonts = new FontLibrary()): ReceiptPrinter & PrintableCharacters {
  const layout = new TextLayout(fonts);
  return {
    missing: (text) => fonts.missing(text),
    async print(content, issuedAt) {
      const document = await openDocument(layout, {
        title: `${content.title} ${content.number}`,
        author: content.seller.name,
        createdAt: issuedAt,
      });
      draw(document.sheet, content);
      return document.end();
    },
  };
}

function draw(sheet: Sheet, content: ReceiptContent): void {
  heading(sheet, content);
  parties(sheet, content);
  table(sheet, content);
  totals(sheet, content);
  notes(sheet, content);
  footers(sheet, `${content.title} ${content.number} · ${oneLine(content.seller.name, 60)}`);
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
