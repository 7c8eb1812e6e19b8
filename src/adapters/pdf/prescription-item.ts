import { medicineOf, type PrintedItem, type PrintedProduct } from '../../domain/prescriptions/content.js';
import { LABEL, type PrescriptionSheet } from './prescription-sheet.js';
import { type Cell, COLOUR, LEFT, RIGHT, WIDTH } from './sheet.js';

const INDENT = 24;
const X: number = LEFT + INDENT;
const ITEM_WIDTH = WIDTH - INDENT;
/** So much of an item stays together: its name, and the beginning of the directions. */
const BEGINNING = 92;
const BY_HAND = ['Medicine, strength', 'Quantity', 'Directions', '', 'Repeats, interval'] as const;
const LINE_HEIGHT = 21;

export interface ItemPlace {
  /** 1 for the first. */
  readonly place: number;
  /** Whether the prescriber writes the item by hand, too. */
  readonly handwriting: boolean;
}

/** One medicine with all that its content says. */
export function printItem(page: PrescriptionSheet, item: PrintedItem, { place, handwriting }: ItemPlace): void {
  const { sheet, tags } = page;
  sheet.room(BEGINNING);
  sheet.rule(sheet.y);
  page.gap(8);
  tags.add('Sect', () => {
    const number = {
      text: `${place}.`,
      x: LEFT,
      width: INDENT,
      font: 'strong',
      size: 12,
      colour: COLOUR.accent,
    } as const;
    tags.decoration(() => sheet.row([number]));
    page.text({ text: medicineOf(item).name, x: X, width: ITEM_WIDTH, font: 'strong', size: 12 }, 'H2');
    for (const text of detailsOf(item)) page.text({ text, x: X, width: ITEM_WIDTH, size: 9, colour: COLOUR.muted });
    page.gap(5);
    page.labelled('Directions', item.directions, { size: 11 }, { x: X, width: ITEM_WIDTH });
    page.gap(5);
    amounts(page, item);
    for (const text of codesOf(item)) page.text({ text, x: X, width: ITEM_WIDTH, font: 'strong', size: 9.5 });
    if (handwriting) linesByHand(page);
  });
  page.gap(4);
}

/** How much, how often again, and after how long. */
function amounts({ sheet, tags }: PrescriptionSheet, item: PrintedItem): void {
  const facts = [
    { label: 'Quantity', text: item.quantityText, x: X, width: 180 },
    { label: 'Repeats', text: item.repeatsText, x: X + 192, width: 100 },
    { label: 'Interval between supplies', text: intervalOf(item), x: X + 304, width: RIGHT - X - 304 },
  ];
  const labels: readonly Cell[] = facts.map(({ label: text, x, width }) => ({ text, x, width, ...LABEL }));
  const texts: readonly Cell[] = facts.map(({ text, x, width }) => ({ text, x, width, font: 'strong', size: 10.5 }));
  const labelHeight = sheet.heightOf(labels);
  const height = labelHeight + sheet.heightOf(texts);
  sheet.room(height);
  facts.forEach((_, at) => {
    tags.add('P', () => sheet.row(labels.slice(at, at + 1)));
    tags.add('P', () => sheet.row(texts.slice(at, at + 1), sheet.y + labelHeight));
  });
  sheet.y += height + 4;
}

function intervalOf({ repeatIntervalDays, repeats }: PrintedItem): string {
  if (repeatIntervalDays === null) return repeats === 0 ? 'No repeats' : 'Not stated';
  return repeatIntervalDays === 1 ? 'At least 1 day' : `At least ${repeatIntervalDays} days`;
}

/** Lines of what tells the medicine from others. */
function detailsOf(item: PrintedItem): readonly string[] {
  const { activeIngredient, strength, form, route, brandName, manufacturer, schedule, pbsCode } = medicineOf(item);
  const product = [
    brandName && `Brand ${brandName}`,
    manufacturer,
    scheduleOf(schedule),
    pbsCode && `PBS code ${pbsCode}`,
  ];
  const ofList = item.product ? linesOfProduct(item.product) : [];
  return [[activeIngredient, strength, form, route], product, ...ofList].map(joined).filter((line) => line !== '');
}

/** What a pharmacist orders a supplier’s product by, and under which approval. */
function linesOfProduct({ productCode, printedStrength, pack, category, approval }: PrintedProduct) {
  const path = approval && `${approval.accessPath.replaceAll('_', ' ').toUpperCase()} ${approval.reference}`;
  return [
    [productCode && `Product code ${productCode}`, printedStrength, pack && `Pack ${pack}`],
    [category && `TGA category ${category}`, path && `TGA approval ${path}`],
  ];
}

/** What there is of these, on one line. */
function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' · ');
}

/** `S8` -> `Schedule 8` */
function scheduleOf(schedule: string): string {
  return schedule.replace(/^S(\d+)$/, 'Schedule $1');
}

/** Lines of what a payer and a pharmacist have to know. */
function codesOf({ authorityCode, streamlinedCode, noSubstitution }: PrintedItem): readonly string[] {
  const codes = joined([
    authorityCode && `Authority approval number ${authorityCode}`,
    streamlinedCode && `Streamlined authority code ${streamlinedCode}`,
  ]);
  return [codes, noSubstitution ? 'Brand substitution not permitted' : ''].filter((text) => text !== '');
}

/** What the prescriber writes with a pen where a state wants it, as for Schedule 8 in New South Wales. */
function linesByHand(page: PrescriptionSheet): void {
  const { sheet } = page;
  sheet.room(BY_HAND.length * LINE_HEIGHT + 24);
  page.gap(6);
  const text = 'In the prescriber’s handwriting';
  page.text({ text, x: X, width: ITEM_WIDTH, font: 'strong', size: 9 });
  for (const label of BY_HAND) {
    page.gap(LINE_HEIGHT);
    sheet.rule(sheet.y, COLOUR.ink, X + 92, RIGHT);
    if (label === '') continue;
    const cell = { text: label, x: X, width: 88, ...LABEL };
    page.tags.add('P', () => sheet.row([cell], sheet.y - sheet.heightOf([cell])));
  }
  page.gap(9);
}
