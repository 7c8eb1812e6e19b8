import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { Core } from '../../../src/composition/core.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { until } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const ROWS = 3_000;
const BETWEEN_MS = 500;
let looks = 0;
/** At least as many as a worker has. */
const CONNECTIONS = 40;
/** Rows of one statement. */
const STEP = 2_500;

describe('how far an import is', () => {
  let stage: Stage;
  let office: ImportOffice;

  before(async () => {
    // Each time that somebody looks at the clock it is time for another word.
    const now = () => new Date(Date.now() + BETWEEN_MS * looks++);
    let pool: Core['pool'] | undefined;
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' }, (deps, worker) => {
      ({ pool } = worker);
      return { ...deps, catalogue: { ...deps.catalogue, now } };
    });
    // As of a worker that has run for a while: what a connection hears does not come from the activity that has it.
    await Promise.all(Array.from({ length: CONNECTIONS }, () => pool?.query('select pg_sleep(0.2)')));
    office = new ImportOffice(await stage.signIn('admin'));
    await office.applied(priceList(productRows(ROWS)), { supplier: 'alma', coverage: 'full' });
  });
  after(() => stage?.close());

  /** Somebody holds what the statement behind the first step wants, so that the worker waits there for as long as `look` takes. */
  async function whileHeld(statement: string, look: () => Promise<void>): Promise<void> {
    const holder = await stage.clinic.core.pool.connect();
    try {
      await holder.query('begin; set local idle_in_transaction_session_timeout = 0');
      await holder.query(statement);
      await look();
    } finally {
      await holder.query('rollback');
      holder.release();
    }
  }
  const shown = ({ state, progress, rows_processed, rows_total }: Record<string, unknown>) => ({
    ...{ state, progress, rows_processed, rows_total },
  });
  /** What the Temporal UI shows beside the step that runs. */
  const beaten = async (id: string): Promise<unknown> => {
    const { client } = stage.clinic.core;
    const { raw } = await client.workflow.getHandle(`supplier-import/${id}`).describe();
    const payloads = raw.pendingActivities?.[0]?.heartbeatDetails?.payloads;
    const converter = client.options.loadedDataConverter;
    return payloads && (await decodeArrayFromPayloads(converter, payloads))[0];
  };

  it('is counted while it is applied, in the answer and in the heartbeat', async () => {
    const next = await office.previewed(priceList(productRows(ROWS, { price: 12 })), { supplier: 'alma' });
    const all = { rows_processed: ROWS, rows_total: ROWS };
    assert.deepEqual(shown(next), { state: 'previewed', progress: 100, ...all });
    const held = `select 1 from supplier_products where product_code = 'P-0${ROWS - 1}' for update`;
    await whileHeld(held, async () => {
      const { body } = await office.decide(next.id, 'apply');
      assert.deepEqual(shown(body), { state: 'applying', progress: 0, rows_processed: 0, rows_total: ROWS });
      const done = Math.floor((STEP * 100) / ROWS);
      const first = { state: 'applying', progress: done, rows_processed: STEP, rows_total: ROWS };
      const found = await until('the first step', async () => {
        const one = await office.read(next.id);
        return one.rows_processed > 0 && one;
      });
      assert.deepEqual(shown(found), first);
      const late = { id: next.id, state: 'reading' } as const;
      await stage.clinic.core.unitOfWork.withScope(SYSTEM, ({ supplierImports }) =>
        supplierImports.reportProgress(late, { rowsProcessed: 1, rowsTotal: 2 }, new Date()),
      );
      assert.deepEqual(shown(await office.read(next.id)), first, 'a late word about its reading says nothing');
      const beat = await until('the heartbeat', () => beaten(next.id));
      assert.deepEqual(beat, { rowsProcessed: STEP, rowsTotal: ROWS });
    });
    const applied = await office.settled(next.id, ['applied']);
    assert.deepEqual(shown(applied), { state: 'applied', progress: 100, ...all });
  });

  it('is counted while it is read and staged', async () => {
    // Whoever compares the rows that have landed waits for this table.
    const held = 'lock table supplier_import_rows in access exclusive mode';
    await whileHeld(held, async () => {
      const id = await office.send(priceList(productRows(ROWS, { price: 14 })), { supplier: 'alma' });
      const found = await until('rows that were read', async () => {
        const one = await office.read(id);
        return one.rows_processed > 0 && one;
      });
      const { state, rows_processed: rows, rows_total: total, progress } = found;
      assert.equal(state, 'reading');
      // Of the file, with its headings; a later look finds how many of its rows have landed, which nobody holds up.
      assert.ok([ROWS + 1, ROWS].includes(total), String(total));
      assert.ok(rows < ROWS, String(rows));
      assert.equal(progress, Math.floor((rows * 100) / total));
    });
  });

  it('never goes back on the way of a list that is applied at once', async () => {
    const fields = { supplier: 'alma', mode: 'apply' };
    const id = await office.send(priceList(productRows(ROWS, { price: 13 })), fields);
    const seen: number[] = [];
    const end = await until('its end', async () => {
      const one = await office.read(id);
      seen.push(one.progress);
      return ['applied', 'previewed', 'failed'].includes(one.state) && one;
    });
    assert.deepEqual(shown(end), { state: 'applied', progress: 100, rows_processed: ROWS, rows_total: ROWS });
    assert.deepEqual(
      seen,
      seen.toSorted((one, other) => one - other),
      seen.join(),
    );
  });
});
