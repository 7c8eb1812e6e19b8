import {
  lineTotal,
  nameOf,
  type PurchaseOrder,
  subtotalOf,
} from '../../domain/catalogue/purchase-orders/purchase-order.js';
import { longDay } from '../../domain/days.js';
import { oneLine } from '../../domain/text.js';
import { footers, openDocument } from './document.js';
import { figure } from './figure.js';
import { FontLibrary } from './fonts/font-library.js';
import { printableText } from './fonts/printable-text.js';
import { TextLayout } from './fonts/text-layout.js';
import type { PurchaseOrderPrinter } from './port.js';
import { type Cell, COLOUR, LEFT, type Line, RIGHT, type Sheet, WIDTH } from './sheet.js';

const TITLE = 'Purchase order';
const GUTTER = 24;
/** Widths of the column on the right, and of the total. */
const SIDE = 200;
const TOTAL = 248;
const MUTED = { size: 9, colour: COLOUR.muted } as const;
const LABEL = { size: 8.5, colour: COLOUR.muted } as const;

const COLUMNS = [
  { label: 'Code', x: LEFT + 10, width: 76, align: 'left' },
  { label: 'Product', x: LEFT + 92, width: 136, align: 'left' },
  { label: 'Pack', x: LEFT + 234, width: 56, align: 'left' },
  { label: 'Packs', x: LEFT + 292, width: 40, align: 'right' },
  { label: 'Unit price', x: LEFT + 336, width: 62, align: 'right' },
  { label: 'Amount', x: RIGHT - 82, width: 72, align: 'right' },
] as const;

/** Printer of orders at suppliers, by the same sheet and fonts as receipts. @throws Error when a font file is missing */
export function createPurchaseOrderPrinter(fonts = new FontLibrary()): PurchaseOrderPrinter {
  const layout = new TextLayout(fonts);
  return {
    async print(order, breathe) {
      const { numberText, buyer, createdAt } = order;
      const title = `${TITLE} ${numberText}`;
      const document = await openDocument(layout, { title, author: buyer.name, createdAt });
      const page = new PurchaseOrderPage(document.sheet, fonts, order);
      page.heading();
      page.parties();
      await page.table(breathe);
      page.total();
      page.note();
      footers(document.sheet, `${title} · ${oneLine(buyer.name, 60) ?? ''}`);
      return document.end();
    },
  };
}

class PurchaseOrderPage {
  constructor(
    private readonly sheet: Sheet,
    private readonly fonts: FontLibrary,
    private readonly order: PurchaseOrder,
  ) {}

  /** Who orders on the left, what this is on the right. */
  heading(): void {
    const { buyer, numberText, orderedOn } = this.order;
    const latin: readonly Line[] = buyer.latinName ? [{ text: buyer.latinName, font: 'strong', size: 10.5 }] : [];
    const below = [...buyer.address, ...buyer.details].map((text, at) => ({
      ...MUTED,
      text,
      before: at === 0 ? 4 : 0,
    }));
    this.sides(
      [{ text: buyer.name, font: 'strong', size: 14 }, ...latin, ...below],
      [
        { text: TITLE, font: 'strong', size: 22, colour: COLOUR.accent, align: 'right' },
        { text: numberText, font: 'strong', size: 11, align: 'right', before: 2 },
        { ...MUTED, text: `Ordered ${longDay(orderedOn)}`, align: 'right' },
        ...this.mark(),
      ],
    );
    this.sheet.y += 18;
    this.sheet.rule(this.sheet.y, COLOUR.accent);
    this.sheet.y += 20;
  }

  /** Whose order it is on the left, what its prices are on the right. */
  parties(): void {
    const { supplierName, currency, lines } = this.order;
    this.sides(
      [
        { ...LABEL, text: 'Supplier' },
        { text: supplierName, font: 'strong', size: 10.5, before: 2 },
      ],
      [
        { ...LABEL, text: 'Prices' },
        { text: `In ${currency.toUpperCase()}, without GST`, size: 9 },
        { ...LABEL, text: 'Lines', before: 5 },
        { text: String(lines.length), size: 9 },
      ],
    );
    this.sheet.y += 24;
  }

  /** Its headings stand on every page that has lines. */
  async table(breathe: () => Promise<unknown>): Promise<void> {
    const { sheet } = this;
    this.sheet.room(60);
    this.tableHead();
    sheet.beginPage = () => this.tableHead();
    for (const line of this.order.lines) {
      const { productCode, pack, quantity, unitPrice } = line;
      const figures = [String(quantity), figure(unitPrice), figure(lineTotal(line))];
      const texts = [productCode ?? '', nameOf(line), pack?.text ?? '', ...figures];
      const cells = COLUMNS.map(({ label: _, ...column }, at): Cell => {
        return { ...column, size: 9, figures: true, text: this.printable(texts[at] ?? '') };
      });
      const height = sheet.heightOf(cells) + 12;
      sheet.room(height);
      sheet.row(cells, sheet.y + 6);
      sheet.y += height;
      sheet.rule(sheet.y);
      await breathe();
    }
    sheet.beginPage = () => undefined;
    sheet.y += 12;
  }

  total(): void {
    const { currency, lines } = this.order;
    const { sheet } = this;
    sheet.room(54);
    const x = RIGHT - TOTAL;
    sheet.shade(30, x, COLOUR.accent);
    const white = { font: 'strong', size: 11, colour: '#ffffff' } as const;
    const amount = `${currency.toUpperCase()} ${figure(subtotalOf(lines))}`;
    sheet.row(
      [
        { ...white, text: 'Subtotal', x: x + 10, width: 80 },
        { ...white, text: amount, x: x + 90, width: TOTAL - 100, align: 'right', figures: true },
      ],
      sheet.y + 8,
    );
    sheet.y += 30 + 24;
  }

  note(): void {
    const { note } = this.order;
    if (note === null) return;
    this.sheet.room(40);
    this.sheet.flow({ ...LABEL, text: 'Note', x: LEFT, width: WIDTH });
    for (const line of note.split(/\r\n|[\n\r]/)) {
      this.sheet.flow({ text: this.printable(line.replaceAll('\t', '    ')), x: LEFT, width: WIDTH, size: 9 });
    }
  }

  /** What is not to be delivered says so: a draft, and an order that was cancelled. */
  private mark(): readonly Line[] {
    const texts = { draft: 'Draft, not sent', cancelled: 'Cancelled' } as const;
    const { status } = this.order;
    if (status !== 'draft' && status !== 'cancelled') return [];
    return [{ text: texts[status], font: 'strong', size: 11, align: 'right', before: 4 }];
  }

  private tableHead(): void {
    const { sheet } = this;
    sheet.shade(24);
    const cells = COLUMNS.map(({ label: text, ...column }): Cell => ({ ...column, ...LABEL, text, font: 'strong' }));
    sheet.row(cells, sheet.y + 7);
    sheet.y += 24;
  }

  private sides(left: readonly Line[], right: readonly Line[]): void {
    const printable = (lines: readonly Line[]) =>
      lines.map((line) => ({ ...line, text: this.printable(line.text, line.font) }));
    this.sheet.columns([
      { x: LEFT, width: WIDTH - SIDE - GUTTER, lines: printable(left) },
      { x: RIGHT - SIDE, width: SIDE, lines: printable(right) },
    ]);
  }

  private printable(text: string, weight: 'regular' | 'strong' = 'regular'): string {
    return printableText(this.fonts, text, weight);
  }
}
