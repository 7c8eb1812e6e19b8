import { invalidFields } from '../../gather.js';
import { parseEmail } from '../../identity/public.js';
import { CURRENCIES } from '../../money.js';
import { foldHeading } from '../layout/fold-heading.js';
import { LIST_FIELDS, type ListField } from '../list.js';
import { PACK_UNITS, STOCK_STATUSES } from '../product.js';
import { PRICE_BASES } from '../reading/gst.js';
import { isCodePattern } from './code-pattern.js';
import { JsonReader } from './json-reader.js';
import {
  COVERAGES,
  daysOf,
  type FieldValues,
  LIST_FORMATS,
  MAPPED_UNITS,
  MAPPING_MEMBERS,
  STRENGTH_COLUMNS,
  type SupplierMapping,
} from './mapping.js';

/** What a row itself must say. */
const NO_DEFAULT: readonly ListField[] = ['product_code', 'product_name', 'wholesale_price', 'retail_price', 'gtin'];
const WITH_DEFAULT = LIST_FIELDS.filter((field) => !NO_DEFAULT.includes(field));
const MOST_HEADINGS = 50;
const UNIT_MEMBERS = [...STRENGTH_COLUMNS, 'pack'];

/**
 * A mapping from its JSON on the wire.
 * @throws DomainError validation_failed, with the path of each member that is unknown, missing or wrong (`columns.price.0`)
 */
export function readMapping(json: unknown): SupplierMapping {
  const reader = new JsonReader();
  const read = readMembers(reader, reader.object(json, '', MAPPING_MEMBERS));
  if (reader.errors.length > 0) throw invalidFields(reader.errors);
  const { supplierName, currency, priceBasis } = read;
  // Each of them is an error above where it is missing.
  if (supplierName === null || currency === null || priceBasis === null) throw invalidFields([]);
  const formats = read.formats.length > 0 ? read.formats : LIST_FORMATS;
  return { ...read, supplierName, currency, priceBasis, formats };
}

function readMembers(reader: JsonReader, given: Readonly<Partial<Record<string, unknown>>>) {
  const member = (name: (typeof MAPPING_MEMBERS)[number]) => given[name];
  const choice = <Choice extends string>(name: (typeof MAPPING_MEMBERS)[number], choices: readonly Choice[]) =>
    reader.choice(member(name), name, choices);
  const text = (name: (typeof MAPPING_MEMBERS)[number]) => reader.text(member(name), name);
  return {
    supplierName: reader.needed(text('supplier_name'), 'supplier_name', 'The company needs a name.'),
    brandName: text('brand_name'),
    formats: reader.list(member('formats'), 'formats', {
      max: LIST_FORMATS.length,
      read: (one, path) => reader.choice(one, path, LIST_FORMATS),
    }),
    currency: readCurrency(reader, member('currency')),
    priceBasis: reader.needed(choice('price_basis', PRICE_BASES), 'price_basis', 'Say whether prices hold GST.'),
    coverage: choice('coverage', COVERAGES) ?? 'full',
    updateFrequency: readTime(reader, member('update_frequency'), 'update_frequency') ?? 'monthly',
    leadTime: readTime(reader, member('lead_time'), 'lead_time') ?? '7d',
    orderEmail: readEmail(reader, member('order_email')),
    columns: readColumns(reader, member('columns')),
    units: readUnits(reader, member('units')),
    defaults: readValues(reader, member('defaults'), 'defaults'),
    sheets: readSheets(reader, member('sheets')),
    sectionField: choice('section_field', WITH_DEFAULT),
    codePattern: readPattern(reader, member('code_pattern')),
    stockWords: reader.record(member('stock_words'), 'stock_words', {
      known: null,
      read: (one, path) => reader.choice(one, path, STOCK_STATUSES),
    }),
    hiddenRows: choice('hidden_rows', ['read', 'skip']) ?? 'read',
  } as const;
}

function readCurrency(reader: JsonReader, value: unknown) {
  const code = reader.choice(typeof value === 'string' ? value.toLowerCase() : value, 'currency', CURRENCIES);
  return reader.needed(code, 'currency', 'Prices need a currency.');
}

function readUnits(reader: JsonReader, value: unknown): SupplierMapping['units'] {
  const { pack, ...others } = value === undefined || value === null ? {} : reader.object(value, 'units', UNIT_MEMBERS);
  const strengths = reader.record(others, 'units', {
    known: STRENGTH_COLUMNS,
    read: (one, path) => reader.choice(one, path, MAPPED_UNITS),
  });
  const packUnit = reader.choice(pack, 'units.pack', PACK_UNITS);
  return packUnit === null ? strengths : { ...strengths, pack: packUnit };
}

function readColumns(reader: JsonReader, value: unknown): SupplierMapping['columns'] {
  const headings = {
    max: MOST_HEADINGS,
    read: (one: unknown, path: string) => reader.needed(reader.text(one, path), path, 'This is a heading.'),
  };
  const columns: SupplierMapping['columns'] = reader.record(value, 'columns', {
    known: LIST_FIELDS,
    read: (one, path) => reader.list(one, path, headings),
  });
  const has = (field: ListField) => (columns[field]?.length ?? 0) > 0;
  if (!has('product_code') && !has('product_name'))
    reader.refuse('columns', 'A list needs a column with the code or the name of a product.');
  if (!has('wholesale_price')) {
    reader.refuse('columns.wholesale_price', 'A list needs a column with the wholesale price.');
  }
  const fieldOf = new Map<string, ListField>();
  for (const field of LIST_FIELDS) {
    for (const [at, heading] of (columns[field] ?? []).entries()) {
      const other = fieldOf.get(foldHeading(heading));
      if (foldHeading(heading) === '') reader.refuse(`columns.${field}.${at}`, 'A heading has letters or digits.');
      if (other && other !== field)
        reader.refuse(`columns.${field}.${at}`, `This heading stands under ${other} already.`);
      fieldOf.set(foldHeading(heading), field);
    }
  }
  return columns;
}

function readValues(reader: JsonReader, value: unknown, path: string): FieldValues {
  return reader.record(value, path, {
    known: WITH_DEFAULT,
    read: (one, at) => reader.needed(reader.text(one, at), at, 'This is a text.'),
  });
}

function readSheets(reader: JsonReader, value: unknown): SupplierMapping['sheets'] {
  if (value === undefined || value === null) return { include: [], exclude: [], defaults: {} };
  const { include, exclude, defaults } = reader.object(value, 'sheets', ['include', 'exclude', 'defaults']);
  const patterns = {
    max: MOST_HEADINGS,
    read: (one: unknown, path: string) => reader.needed(reader.text(one, path), path, 'This is a name of a sheet.'),
  };
  return {
    include: reader.list(include, 'sheets.include', patterns),
    exclude: reader.list(exclude, 'sheets.exclude', patterns),
    defaults: reader.record(defaults, 'sheets.defaults', {
      known: null,
      read: (one, path) => readValues(reader, one, path),
    }),
  };
}

function readTime(reader: JsonReader, value: unknown, path: string): string | null {
  const text = reader.text(value, path);
  if (text === null || daysOf(text) !== null) return text;
  return reader.refuse(path, 'This is a time such as weekly, 7d or 2 weeks, at most a year.');
}

function readEmail(reader: JsonReader, value: unknown): string | null {
  const text = reader.text(value, 'order_email');
  if (text === null || parseEmail(text)) return text;
  return reader.refuse('order_email', 'This is a mail address.');
}

function readPattern(reader: JsonReader, value: unknown): string | null {
  const pattern = reader.text(value, 'code_pattern');
  if (pattern === null || isCodePattern(pattern)) return pattern;
  return reader.refuse('code_pattern', 'This is a regular expression without groups that repeat.');
}
