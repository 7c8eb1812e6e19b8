import { isSame } from '../../same.js';
import { changedDraft, type DrugChange, newDraft } from '../changes.js';
import { contentOf, type Drug, drugOf } from '../drug.js';
import { type Term, termsOf } from '../search-terms.js';
import type { RowKind } from './import.js';
import type { ListProblem, ReadRow } from './list.js';

/**
 * How an item came to be where it is: null by hand alone; `listed` with a list; `delisted`: a full list had it no more, so that it is
 * inactive; `withdrawn`: the import that created it was undone.
 */
export const LISTINGS = ['listed', 'delisted', 'withdrawn'] as const;
export type Listing = (typeof LISTINGS)[number];

/** An item of the clinic that a list may mean. */
export interface KnownItem {
  readonly rowId: string;
  readonly version: number;
  readonly listing: Listing | null;
  readonly drug: Drug;
}

/** What an import will do with a row, as it is staged. */
export interface PlannedRow {
  readonly kind: RowKind;
  /** By what it finds its item; null where that cannot be read. */
  readonly key: string | null;
  readonly problems: readonly ListProblem[];
  /** Null where the row changes no item. */
  readonly item: PlannedItem | null;
}

export interface PlannedItem {
  /** Null: a new one. */
  readonly known: KnownItem | null;
  readonly content: Drug;
  readonly terms: readonly Term[];
}

/**
 * What becomes of a row of a list: an item that is new, changed, active again or as it was. `known`: the clinic's items of the same
 * key. An item that a person has made inactive stays so.
 */
export function planRow(read: ReadRow, known: readonly KnownItem[], today: string): PlannedRow {
  const { outcome, key, problems } = read;
  if (typeof outcome === 'string') return { kind: outcome, key, problems, item: null };
  const standing = known.filter(({ listing }) => listing !== 'withdrawn');
  if (standing.length > 1) return { kind: 'invalid', key, problems: [ambiguous(read)], item: null };
  const only = standing[0] ?? known[0];
  const item = planned(outcome, only ?? null, today);
  const refused = scheduleProblem(outcome, item.content, read);
  if (refused) return { kind: 'invalid', key, problems: [...problems, refused], item: null };
  const isNew = !only || only.listing === 'withdrawn';
  const kept = !isNew && !item.content.active ? [keptInactive(read)] : [];
  return { kind: isNew ? 'created' : kindOf(only, item.content), key, problems: [...problems, ...kept], item };
}

function planned(said: DrugChange, known: KnownItem | null, today: string): PlannedItem {
  const isNew = known === null || known.listing === 'withdrawn';
  const draft = isNew ? newDraft(said, today) : changedDraft(known.drug, unsaid(said, known.drug), today);
  const active = isNew || known.drug.active || known.listing === 'delisted';
  const content = contentOf(drugOf({ ...draft, active }));
  return { known, content, terms: termsOf(content) };
}

/** A schedule that is there already is not stated again: its source would have another day. */
function unsaid(said: DrugChange, { statedSchedule, schedule }: Drug): DrugChange {
  if (said.schedule === undefined || (said.schedule !== statedSchedule && said.schedule !== schedule)) return said;
  const { schedule: _, sources: __, ...others } = said;
  return others;
}

function kindOf(known: KnownItem, content: Drug): RowKind {
  if (isSame(content, contentOf(known.drug))) return 'unchanged';
  return content.active && !known.drug.active ? 'reactivated' : 'updated';
}

/** What can be derived is not stated otherwise by a list. */
function scheduleProblem(said: DrugChange, content: Drug, { sheet, row }: ReadRow): ListProblem | null {
  if (!said.schedule || content.schedule === said.schedule) return null;
  const reason = `The list says ${said.schedule}, and by its ingredients, strength, form and pack this is ${content.schedule}.`;
  return {
    ...PLACELESS,
    severity: 'error',
    sheet,
    row,
    field: 'schedule',
    value: said.schedule,
    code: 'schedule_conflict',
    reason,
  };
}

const PLACELESS = { column: null, heading: null, field: null, value: null } as const;

function ambiguous({ sheet, row }: ReadRow): ListProblem {
  const reason =
    'Several items of the formulary have this code and brand: end all but one of them, or give them codes of their own.';
  return { ...PLACELESS, severity: 'error', sheet, row, code: 'item_ambiguous', reason };
}

function keptInactive({ sheet, row }: ReadRow): ListProblem {
  const reason = 'A person has made this item inactive: it stays so.';
  return { ...PLACELESS, severity: 'warning', sheet, row, code: 'kept_inactive', reason };
}
