import type { ListRow } from '../../list-sheets.js';
import type { DrugChange } from '../changes.js';
import { readAtcCode, readPbsCode } from '../codes-of-medicines.js';
import { formNamed } from '../forms.js';
import { SCHEDULES, type Schedule } from '../schedules.js';
import { parseStrengths } from '../strength.js';
import { type Column, columnLetter, type DrugListField } from './columns.js';
import type { ListError, ListProblem, ListWarning, ReadRow } from './list.js';
import { listKeyOf } from './list-key.js';
import { printedForm } from './printed-forms.js';
import { NOT_STATED, readPack, readPrintedMedicine } from './printed-medicine.js';

interface Given {
  readonly sheet: string;
  readonly row: ListRow;
  readonly columns: readonly Column[];
  readonly today: string;
}

const LONGEST = 500;
const SHOWN = 200;
/** What lists write where nothing is to be said. */
const PLACEHOLDER = /^(?:n\/?a|-+|tbc|tba|nil|none|\.)$/i;
/** A code that a spreadsheet took for a number. */
const EXPONENT = /^\d(?:[.,]\d+)?e\+\d+$/i;

/** One row of a list below its headings: a medicine, or what is wrong with it. */
export function readRow({ sheet, row, columns, today }: Given): ReadRow {
  const cells = new Cells(sheet, row, columns);
  const codes = { pbsCode: cells.pbsCode(), localCode: cells.localCode() };
  const generic = cells.text('generic_name') ?? cells.text('active_ingredient');
  if (generic === null)
    cells.error(
      cells.has('generic_name') ? 'generic_name' : 'active_ingredient',
      'identity_missing',
      'The medicine has no name.',
    );
  const ingredients = ingredientsOf(cells.text('active_ingredient') ?? generic ?? '');
  const described = describe(cells, ingredients);
  const { form, strength, title } = described;
  const genericName = quiet(ingredientsOf(generic ?? '').join(' + '));
  const brandName = cells.text('brand_name');
  const schedule = cells.schedule();
  const said: DrugChange = {
    name: `${brandName ?? capital(genericName)} ${title}`,
    genericName,
    activeIngredient: quiet(ingredients.join(' + ')),
    form,
    strength,
    ...(described.pack === null ? {} : { pack: described.pack }),
    ...cells.said({ pbs_code: { pbsCode: codes.pbsCode }, local_code: { localCode: codes.localCode } }),
    ...cells.said({ brand_name: { brandName }, manufacturer: { manufacturer: cells.text('manufacturer') } }),
    ...cells.said({ route: { route: cells.text('route') }, atc: { atc: cells.atc() } }),
    ...(schedule === null ? {} : { schedule, sources: [{ field: 'schedule', source: LIST, asOf: today } as const] }),
  };
  if (row.isHidden) cells.warn(null, 'row_hidden', 'A filter hides this row: it is imported all the same.');
  const { problems } = cells;
  const isInvalid = problems.some(({ severity }) => severity === 'error');
  const none = { pbsCode: null, localCode: null, brandName: null, pack: null, manufacturer: null };
  const hasKey = !problems.some(({ code }) => BLUR_THE_KEY.has(code));
  const key = hasKey ? listKeyOf({ ...none, genericName, form, strength, ...said }) : null;
  return { sheet, row: row.row, outcome: isInvalid ? 'invalid' : said, key, problems };
}

/** With one of these nobody can say which item a row means. */
const BLUR_THE_KEY: ReadonlySet<ListProblem['code']> = new Set([
  'identity_missing',
  'pbs_code_invalid',
  'code_damaged',
  'cell_error',
]);

/** Whose word the schedule of an item is, where a list says it and nothing can be derived. */
const LIST = 'A list that the clinic has imported';

function describe(cells: Cells, ingredients: readonly string[]) {
  const printed = cells.text('form_and_strength');
  const pack = cells.pack();
  if (cells.has('form_and_strength')) {
    const read = readPrintedMedicine(printed ?? '', ingredients);
    const inPack = pack ?? read.pack;
    if (!read.isStrengthRead) cells.warn('form_and_strength', 'strength_unclear', UNCLEAR);
    const title =
      read.isStrengthRead && formNamed(read.form) ? `${read.strength} ${read.form}` : (printed ?? NOT_STATED);
    return {
      form: read.form,
      strength: read.strength,
      pack: inPack,
      title: title + packText(title === printed ? null : inPack),
    };
  }
  const form = printedForm(cells.text('form') ?? NOT_STATED, []);
  const strength = cells.text('strength') ?? NOT_STATED;
  const strengths = parseStrengths(strength);
  const isRead = strengths.length === ingredients.length && strengths.every((one) => one !== null);
  if (!isRead) cells.warn('strength', 'strength_unclear', UNCLEAR);
  return { form, strength, pack, title: `${strength} ${form}${packText(pack)}` };
}

const UNCLEAR =
  'The strength cannot be read in one way only: it is kept as it stands here, and no dose is computed from it.';

function packText(pack: ReturnType<typeof readPack>): string {
  if (pack === null) return '';
  return `, ${pack.size}${pack.unit === 'unit' ? '' : ` ${pack.unit}`}`;
}

/** `A + B`, `A with B` and `A (&) B` are two ingredients. */
function ingredientsOf(text: string): readonly string[] {
  return text.split(/\s+\+\s+|\s+with\s+|\s+\(&\)\s+/i).map((name) => name.trim());
}

/** A name that is shouted, as lists do, in small letters. */
function quiet(name: string): string {
  return /[a-z]/.test(name) ? name : name.toLowerCase();
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** The cells of one row by what they mean, and what is found wrong with them. */
class Cells {
  readonly problems: ListProblem[] = [];
  readonly #columns: ReadonlyMap<DrugListField, Column>;

  constructor(
    private readonly sheet: string,
    private readonly row: ListRow,
    columns: readonly Column[],
  ) {
    this.#columns = new Map(columns.flatMap((column) => (column.field ? [[column.field, column] as const] : [])));
  }

  has(field: DrugListField): boolean {
    return this.#columns.has(field);
  }

  /** Of these the ones whose column the list has: what it has no column for is not changed. */
  said<Said extends object>(fields: Readonly<Partial<Record<DrugListField, Said>>>): Partial<Said> {
    const present = Object.entries(fields).filter(([field]) => this.has(field as DrugListField));
    return Object.assign({}, ...present.map(([, said]) => said));
  }

  /** Null where nothing stands. */
  text(field: DrugListField): string | null {
    const column = this.#columns.get(field);
    if (!column) return null;
    const text = (this.row.cells[column.index] ?? '').replaceAll(/\s+/g, ' ');
    const mark = this.row.marks[column.index];
    if (mark === 'error' || mark === 'no_value') {
      this.error(field, 'cell_error', 'The cell holds an error, or a formula whose value is not in the file.');
      return null;
    }
    if (text.length > LONGEST) this.error(field, 'text_too_long', `The text has more than ${LONGEST} characters.`);
    return text === '' || PLACEHOLDER.test(text) ? null : text;
  }

  pbsCode(): string | null {
    const text = this.#code('pbs_code');
    const code = text === null ? null : readPbsCode(text);
    if (text !== null && code === null) {
      this.error(
        'pbs_code',
        'pbs_code_invalid',
        'A PBS code has two to five digits and the letter that belongs to them.',
      );
    }
    return code;
  }

  localCode(): string | null {
    return this.#code('local_code');
  }

  atc(): string | null {
    const text = this.text('atc');
    const code = text === null ? null : readAtcCode(text);
    if (text !== null && code === null)
      this.warn('atc', 'atc_unreadable', 'This is no ATC code such as J01CA04: it is left out.');
    return code;
  }

  pack(): ReturnType<typeof readPack> {
    const text = this.text('pack');
    const pack = text === null ? null : readPack(text);
    if (text !== null && pack === null) {
      this.warn('pack', 'pack_unclear', 'The pack cannot be read as a number of units, mL or g: it is left out.');
    }
    return pack;
  }

  schedule(): Schedule | null {
    const text = this.text('schedule');
    if (text === null) return null;
    const short = text
      .toLowerCase()
      .replace(/^schedule\s*/, 's')
      .replaceAll(/\s+/g, '');
    const known = SCHEDULES.find(
      (schedule) => schedule.toLowerCase() === short || schedule.toLowerCase() === `s${short}`,
    );
    if (!known) this.error('schedule', 'schedule_invalid', 'A schedule is Unscheduled, S2, S3, S4 or S8.');
    return known ?? null;
  }

  error(field: DrugListField | null, code: ListError, reason: string): void {
    this.#note('error', field, code, reason);
  }

  warn(field: DrugListField | null, code: ListWarning, reason: string): void {
    this.#note('warning', field, code, reason);
  }

  #code(field: 'pbs_code' | 'local_code'): string | null {
    const text = this.text(field);
    const column = this.#columns.get(field);
    const isDate = column !== undefined && this.row.marks[column.index] === 'date';
    if (text === null || !(isDate || EXPONENT.test(text))) return text;
    this.error(field, 'code_damaged', 'The spreadsheet has made a date or a number of this code: write it as text.');
    return null;
  }

  #note(
    severity: ListProblem['severity'],
    field: DrugListField | null,
    code: ListProblem['code'],
    reason: string,
  ): void {
    const column = field === null ? undefined : this.#columns.get(field);
    const { sheet } = this;
    const place = column
      ? { column: columnLetter(column.index), heading: column.heading }
      : { column: null, heading: null };
    const value = column ? (this.row.cells[column.index] ?? '').slice(0, SHOWN) : null;
    this.problems.push({ severity, sheet, row: this.row.row, ...place, field, value, code, reason });
  }
}
