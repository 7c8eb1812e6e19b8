import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { Stage } from '../../support/stage.js';

const FIELDS = { supplier: 'alma', coverage: 'full' };
const ROWS = 12;

describe('imports of a supplier', () => {
  let stage: Stage;
  let office: ImportOffice;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
    await office.applied(priceList(productRows(ROWS)), FIELDS);
  });
  after(() => stage?.close());

  /** The list with the code of a row as Excel has damaged it, without the last product. */
  const damaged = (change: (row: string) => string) =>
    priceList(productRows(ROWS - 1).map((row, at) => (at === 3 ? change(row) : row)));

  it('a full list with a code that cannot be read leaves the product of that name, and turns off what it lacks', async () => {
    const found = await office.previewed(
      damaged((row) => row.replace('P-00003', '9.31E+12')),
      FIELDS,
    );
    assert.deepEqual([found.rows_invalid, found.errors[0].code], [1, 'code_damaged']);
    assert.equal(found.preview.products_deactivated, 1, 'the last one, which is not in the list');
  });

  it('a row of neither code nor name is about no product: what the list lacks turns inactive all the same', async () => {
    const found = await office.previewed(
      damaged((row) => row.replace('P-00003,Product 3,', ',,')),
      FIELDS,
    );
    assert.deepEqual([found.rows_invalid, found.errors[0].code], [1, 'identity_missing']);
    // The one of the emptied row, and the last one.
    assert.equal(found.preview.products_deactivated, 2);
  });

  it('a full list with a row whose code cannot be read, and that has no name, turns nothing off', async () => {
    const found = await office.previewed(
      damaged((row) => row.replace('P-00003,Product 3,', '9.31E+12,,')),
      FIELDS,
    );
    assert.equal(found.rows_invalid, 1);
    assert.equal(found.preview.products_deactivated, 0);
  });

  it('of several decisions at once one is let through; the others are refused, or find their preview out of date', async () => {
    const lists = [1, 2, 3, 4].map((price) => priceList(productRows(3, { price: price * 20 })));
    const previews = [];
    for (const list of lists)
      previews.push(await office.previewed(list, { supplier: 'medreleaf', coverage: 'partial' }));
    const answers = await Promise.all(previews.map(({ id }) => office.decide(id, 'apply')));
    const taken = answers.filter(({ status }) => status === 202);
    assert.equal(taken.length, 1, answers.map(({ status }) => status).join());
    for (const { status, body } of answers) {
      if (status !== 202) assert.match(`${status} ${body.code}`, /^409 (import_running|preview_stale)$/);
    }
  });
});
