import type { Column, Header } from '../layout/header.js';
import { packUnitInHeading, unitInHeading } from '../layout/known-headings.js';
import type { ListField } from '../list.js';
import { codeTest } from '../mappings/code-pattern.js';
import type { SupplierMapping } from '../mappings/mapping.js';
import type { DoseForm, Pack, PackUnit } from '../product.js';
import { gstAllowed, gstIn } from '../reading/gst.js';
import { readCategory } from '../reading/read-category.js';
import { readDoseForm } from '../reading/read-dose-form.js';
import { readPack } from '../reading/read-pack.js';
import { namesOtherCurrency, type PriceRefusal } from '../reading/read-price.js';
import { readSchedule } from '../reading/read-schedule.js';
import { type StrengthCells, settleStrength } from '../reading/settle-strength.js';
import type { PrintedUnit } from '../reading/strength-tokens.js';

/** A printed pack, beside the form that says whether a bare number counts pieces. */
interface PackText {
  readonly text: string;
  readonly form: DoseForm | null;
}

/** What is the same for all rows below the headings of a sheet. */
export interface ListColumns {
  readonly sheet: string;
  readonly mapping: SupplierMapping;
  readonly byField: ReadonlyMap<ListField, Column>;
  /** Each column with a name of its own: of two headings that are written alike the second is `Price (2)`. */
  readonly named: readonly (readonly [name: string, index: number])[];
  /** Of numbers without one: of their heading, else of the mapping. */
  readonly units: Readonly<Record<'strength' | 'thc' | 'cbd', PrintedUnit | null>>;
  readonly packUnit: PackUnit | null;
  /** What the heading of the price says against the mapping. */
  readonly priceConflict: PriceRefusal | null;
  readonly isUsualCode: ((code: string) => boolean) | null;
  /** A list repeats its forms, categories and strengths: each is read once. */
  readonly read: {
    readonly doseForm: typeof readDoseForm;
    readonly category: typeof readCategory;
    readonly schedule: typeof readSchedule;
    readonly pack: (pack: PackText) => Pack | null;
    readonly strength: typeof settleStrength;
  };
}

/** The columns of a sheet under its headings. */
export function listColumns({ sheet, columns }: Header, mapping: SupplierMapping): ListColumns {
  const byField = new Map(columns.flatMap((column) => (column.field ? [[column.field, column] as const] : [])));
  const heading = (field: ListField) => byField.get(field)?.heading ?? '';
  const unit = (field: 'strength' | 'thc' | 'cbd') => unitInHeading(heading(field)) ?? mapping.units[field] ?? null;
  return {
    sheet: sheet.name,
    mapping,
    byField,
    named: namedColumns(columns),
    units: { strength: unit('strength'), thc: unit('thc'), cbd: unit('cbd') },
    packUnit: packUnitInHeading(heading('pack')) ?? mapping.units.pack ?? null,
    priceConflict: priceConflict(heading('wholesale_price'), mapping),
    isUsualCode: mapping.codePattern === null ? null : codeTest(mapping.codePattern),
    read: {
      doseForm: remembered(readDoseForm, ofText),
      category: remembered(readCategory, ofText),
      schedule: remembered(readSchedule, ofText),
      pack: remembered(({ text, form }) => readPack(text, form), ofPack),
      strength: remembered(settleStrength, ofStrength),
    },
  };
}

function priceConflict(heading: string, { currency, priceBasis }: SupplierMapping): PriceRefusal | null {
  if (namesOtherCurrency(heading, currency)) return { code: 'currency_conflict', why: 'is' };
  return gstAllowed(gstIn(heading).said, priceBasis) ? null : { code: 'price_invalid', why: 'gst' };
}

/** Each column with a name of its own: of two headings that are written alike the second is `Price (2)`. */
export function namedColumns(columns: readonly Column[]): ListColumns['named'] {
  const taken = new Set<string>();
  return columns.map(({ heading, index }) => {
    // This name would set the prototype of the cells instead of one of them.
    const own = heading === '__proto__' ? '(__proto__)' : heading;
    let name = own;
    for (let count = 2; taken.has(name); count += 1) name = `${own} (${count})`;
    taken.add(name);
    return [name, index];
  });
}

const MOST_REMEMBERED = 1_000;

/** The same rule, which reads no second time what it has just read. Inputs with the same `keyOf` are the same. */
function remembered<Input, Value>(
  read: (input: Input) => Value,
  keyOf: (input: Input) => string,
): (input: Input) => Value {
  const known = new Map<string, Value>();
  return (input) => {
    const key = keyOf(input);
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = read(input);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, value);
    return value;
  };
}

const ofText = (text: string) => text;
const ofPack = ({ text, form }: PackText) => `${form} ${text}`;
const ofStrength = ({ strength, thc, cbd, ingredients, units, form, packUnit }: StrengthCells) =>
  [strength, thc, cbd, ingredients, units.strength, units.thc, units.cbd, form, packUnit].join('\u0000');
