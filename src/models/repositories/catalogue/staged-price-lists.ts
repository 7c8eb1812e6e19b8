import type { RowInError } from '../../../domain/catalogue/error-sheets.js';
import type { ChangeKind, ImportPreview, RowKind } from '../../../domain/catalogue/imports.js';
import type { ReadRow, RowProblem } from '../../../domain/catalogue/list.js';
import { type CatalogueContent, UNSAID } from '../../../domain/catalogue/product.js';
import type { Coverage } from '../../../domain/list-imports.js';
import type { Tx } from '../../lent-client.js';
import { readInBatches } from '../../read-in-batches.js';
import { APPLY, CHANGE_STEPS, STAGE, TAKEN_BACK, UNDO } from './staged-statements.js';
import type { OfSupplier } from './supplier-lists.js';

/** A row of a list, with what follows from what it says. */
export interface LandedRow extends Omit<ReadRow, 'outcome'> {
  /** Only what the list has columns for. */
  readonly said: Partial<CatalogueContent> | null;
  readonly kind: 'valid' | 'invalid' | 'skipped';
}

/** The rows of a list, and who hears how many of them are where. */
export interface StagedList {
  readonly rows: readonly LandedRow[];
  readonly coverage: Coverage;
  readonly onLanded: OnDone;
  readonly onCompared: OnDone;
}

/** A product whose wholesale price changes by more than a limit; prices in minor units. */
export interface PriceJump {
  readonly place: number;
  readonly sheet: string;
  readonly row: number;
  readonly before: number;
  readonly after: number;
}

/** What an import does to a product. */
export interface StagedChange {
  readonly place: number;
  readonly kind: ChangeKind;
  readonly productId: string | null;
  readonly content: CatalogueContent;
  /** Null of a product that is new. */
  readonly before: CatalogueContent | null;
}

export interface StagedChangesFilter {
  readonly kind?: ChangeKind | undefined;
  readonly skip: number;
  readonly limit: number;
}

/** Rows of one statement: enough to be fast, and few enough to say a few times a second how far it is. */
const STEP = 2_500;
/** Behind every place. */
const END = 2_147_483_647;
/** Rows between two words of how many have landed. */
const REPORT = 500;

/** Hears how many rows were done. */
export type OnDone = (rows: number) => void;

const CHANGES = `
  select place, kind, product_id, content, case kind when 'created' then null else before -> 'content' end as before
    from supplier_import_rows
   where import_id = $1 and kind in ('created', 'updated', 'reactivated', 'deactivated') and ($2::text is null or kind = $2)
   order by place`;

/** The rows of a price list between its file and the catalogue, and the two moves between them: set by set, whatever their number. */
export class StagedPriceListRepository {
  constructor(private readonly db: Tx) {}

  /** What the catalogue has of the supplier, by key: for lists that do not say everything that a price per mg follows from. */
  async listKnown({ clinicId, supplier }: OfSupplier): Promise<ReadonlyMap<string, CatalogueContent>> {
    const { rows } = await this.db.query<{ readonly key: string; readonly content: CatalogueContent }>(
      `select key, content from supplier_products p where clinic_id = $1 and supplier = $2 and not withdrawn and not ${TAKEN_BACK}`,
      [clinicId, supplier],
    );
    return new Map(rows.map(({ key, content }) => [key, content]));
  }

  /**
   * Stages the rows of a list, each with what it does to which product, in place of what an earlier attempt has staged. Of a full list
   * also the active products that it lacks.
   */
  async stage(
    importId: string,
    { clinicId, supplier }: OfSupplier,
    { rows, coverage, onLanded, onCompared }: StagedList,
  ): Promise<void> {
    await this.db.query(STAGE.land);
    await this.db.copyIn(STAGE.copy, landed(rows, onLanded));
    await this.db.query(STAGE.analyze);
    await this.clear(importId);
    for (let done = 0; done < rows.length; done += STEP) {
      const places = [done - 1, done - 1 + STEP];
      await this.db.query(STAGE.rows, [importId, clinicId, supplier, JSON.stringify(UNSAID), ...places]);
      onCompared(Math.min(done + STEP, rows.length));
    }
    if (coverage === 'full') await this.db.query(STAGE.missing, [importId, clinicId, supplier]);
    await this.db.query('select analyze_supplier_products()');
  }

  /** Takes out what is staged. */
  async clear(importId: string): Promise<void> {
    await this.db.query(STAGE.clear, [importId]);
  }

  async preview(importId: string): Promise<ImportPreview> {
    const { rows } = await this.db.query<{ readonly kind: RowKind; readonly rows: number; readonly prices: number }>(
      STAGE.counts,
      [importId],
    );
    const { rows: categories } = await this.db.query<{ readonly categories: number }>(STAGE.categories, [importId]);
    const of = (kind: RowKind) => rows.find((one) => one.kind === kind)?.rows ?? 0;
    return {
      created: of('created'),
      updated: of('updated'),
      deactivated: of('deactivated'),
      reactivated: of('reactivated'),
      unchanged: of('unchanged'),
      categoriesCreated: categories[0]?.categories ?? 0,
      priceChanges: rows.reduce((sum, { prices }) => sum + prices, 0),
    };
  }

  /** Products whose wholesale price changes by more than so many percent, in either direction. */
  async priceJumps(importId: string, percent: number): Promise<readonly PriceJump[]> {
    const { rows } = await this.db.query<PriceJump>(STAGE.jumps, [importId, percent]);
    return rows;
  }

  /** Adds warnings to rows that are staged. */
  async warn(
    importId: string,
    warnings: readonly { readonly place: number; readonly problem: RowProblem }[],
  ): Promise<void> {
    if (warnings.length > 0) await this.db.query(STAGE.warn, [importId, JSON.stringify(warnings)]);
  }

  /** In the order of the file, behind it what the list lacks. */
  async listChanges(importId: string, { kind, skip, limit }: StagedChangesFilter): Promise<readonly StagedChange[]> {
    const values = [importId, kind ?? null, limit, skip];
    const { rows } = await this.db.query<StagedChange>(`${CHANGES} limit $3 offset $4`, values);
    return rows;
  }

  listChangesInBatches(importId: string, kind: ChangeKind | undefined): AsyncGenerator<readonly StagedChange[]> {
    return readInBatches(this.db, 'exported_changes', { text: CHANGES, values: [importId, kind ?? null] });
  }

  /** Rows that are in error, in the order of the file. */
  async listInError(importId: string): Promise<readonly RowInError[]> {
    const { rows } = await this.db.query<RowInError>(
      `select sheet, raw, problems from supplier_import_rows
        where import_id = $1 and problems <> '[]' and kind = 'invalid' order by place`,
      [importId],
    );
    return rows;
  }

  async countActive({ clinicId, supplier }: OfSupplier): Promise<number> {
    const { rows } = await this.db.query<{ readonly products: number }>(
      'select count(*)::int as products from supplier_products where clinic_id = $1 and supplier = $2 and active and not withdrawn',
      [clinicId, supplier],
    );
    return rows[0]?.products ?? 0;
  }

  /**
   * Writes what is staged into the catalogue, and says behind each step up to which row of the file it is done. Call it while the supplier's
   * list is held, in the version that the preview has met.
   */
  async apply(
    importId: string,
    supplier: string,
    { now, onDone }: { readonly now: Date; readonly onDone: OnDone },
  ): Promise<void> {
    const { rows: steps } = await this.db.query<{ readonly place: number }>(CHANGE_STEPS, [importId, STEP]);
    let done = -1;
    for (const { place } of [...steps, { place: END }]) {
      await this.db.query(APPLY, [importId, supplier, now, done, place]);
      done = place;
      if (place !== END) onDone(place + 1);
    }
  }

  /** Takes back what was applied, by the rows as they were before. Call it while the supplier's list is held. */
  async undo(importId: string, now: Date): Promise<void> {
    await this.db.query(UNDO.hold, [importId]);
    await this.db.query(UNDO.products, [importId, now]);
  }
}

function* landed(rows: readonly LandedRow[], onLanded: OnDone) {
  let place = 0;
  for (const { sheet, row, kind, key, name, raw, problems, said } of rows) {
    yield [place, sheet, row, kind, key, name, raw, problems, said ?? {}] as const;
    place += 1;
    if (place % REPORT === 0) onLanded(place);
  }
}
