import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '../../../src/composition/catalogue.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { type ApiClient, until } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { Stage } from '../../support/stage.js';

/** Seven eighths of the products would be gone. */
const HELD = priceList(productRows(1, { first: 100, price: 11 }));
const FIELDS = { supplier: 'phytoca', mode: 'apply' };

describe('an import that waits for a person', () => {
  let stage: Stage;
  let office: ImportOffice;
  let nurse: ApiClient;
  let people: Readonly<Record<'admin' | 'nurse' | 'doctor' | 'receptionist', Person>>;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    const { clinic } = stage;
    people = {
      admin: await clinic.person('admin'),
      nurse: await clinic.person('nurse'),
      doctor: await clinic.person('doctor'),
      receptionist: await clinic.person('receptionist'),
    };
    office = new ImportOffice(await stage.as(people.admin));
    nurse = await stage.as(people.nurse);
    await office.applied(priceList(productRows(12, { first: 100 })), { supplier: 'phytoca', coverage: 'full' });
  });
  after(() => stage?.close());

  const entries = async (id: string, code = 'import_held') => {
    const { rows } = await stage.clinic.core.pool.query<{ id: string; open: boolean }>(
      `select id, resolved_at is null as open from attention where code = $1 and about = $2 order by opened_at`,
      [code, `supplier-import/${id}`],
    );
    return rows.map(({ open }) => (open ? 'open' : 'resolved')).join(' ');
  };
  const mailed = async () => {
    const mails = (await stage.clinic.mails()).filter(({ kind }) => kind === 'import_attention');
    return mails.flatMap(({ to }) => to).sort();
  };
  const held = async () => {
    const found = await office.settled(await office.send(HELD, FIELDS));
    assert.equal(found.state, 'previewed', JSON.stringify(found));
    assert.deepEqual(
      found.held_by.map(({ code }: { code: string }) => code),
      ['many_deactivated'],
    );
    return String(found.id);
  };
  const run = async (id: string) => stage.clinic.core.client.workflow.getHandle(`supplier-import/${id}`).describe();
  const attention = async (id: string, codes: readonly string[]) =>
    until(`its workflow says ${codes.join() || 'nothing'}`, async () => {
      const { Attention = [] } = (await run(id)).searchAttributes;
      return (Attention as readonly unknown[]).join() === codes.join();
    });

  it('is shown to administrators, and mailed once to each who manages the catalogue', async () => {
    const id = await held();
    const { body } = await office.client.get('/api/v1/admin/attention/');
    const [entry] = body.filter(({ code }: { code: string }) => code === 'import_held');
    assert.deepEqual(entry.context, { import: id, supplier: 'phytoca', held_by: ['many_deactivated'] });
    await until('the mails', async () => (await mailed()).length === 2);
    assert.deepEqual(await mailed(), [people.admin.email, people.nurse.email].sort());
    await attention(id, ['import_held']);

    // Another list is applied meanwhile: the preview is made anew, and is held again.
    await office.applied(priceList(productRows(1, { first: 900 })), { supplier: 'phytoca', coverage: 'partial' });
    assert.equal((await office.decide(id, 'apply')).body.code, 'preview_stale');
    await until('it is held again', async () => (await entries(id)) === 'resolved open');
    assert.equal((await nurse.post(`/api/v1/supplier-products/imports/${id}/apply/`, undefined, null)).status, 202);
    await office.settled(id, ['applied']);
    assert.equal(await entries(id), 'resolved resolved');
    await attention(id, []);
    assert.equal((await mailed()).length, 2, 'no second mail');
    await office.undone(id);
  });

  it('is shown no more when it is cancelled, by API or by staff in the Temporal UI', async () => {
    const [one, two] = [await held(), await held()];
    assert.equal((await nurse.post(`/api/v1/supplier-products/imports/${one}/cancel/`, undefined, null)).status, 202);
    const handle = stage.clinic.core.client.workflow.getHandle(`supplier-import/${two}`);
    await handle.executeUpdate('cancel', { args: [{ by: 'a support person' }] });
    for (const id of [one, two]) {
      assert.equal((await office.read(id)).state, 'cancelled');
      assert.equal(await entries(id), 'resolved');
      await attention(id, []);
    }
  });

  it('is shown no more when nobody has decided in time', async () => {
    await stage.policy({ importPreviewTtlMs: 300 });
    const id = await office.send(HELD, FIELDS);
    await office.settled(id, ['cancelled']);
    assert.equal(await entries(id), 'resolved');
    await stage.policy({});
  });

  it('is not shown where nothing holds it, or a person only wants to look at a list of no use', async () => {
    const preview = await office.previewed(priceList(productRows(12, { first: 100 })), { supplier: 'phytoca' });
    assert.equal(await entries(preview.id), '');
    const failed = await office.settled(await office.send(new Blob(['%PDF-1.7'])), ['failed']);
    assert.equal(await entries(failed.id, 'import_failed'), '');
  });

  it('that came by itself and failed is shown once', async () => {
    const { core } = stage.clinic;
    const { rows } = await core.pool.query<{ id: string }>('select clinic_id as id from supplier_imports');
    const list = {
      clinicId: rows[0]?.id ?? '',
      name: 'list.csv',
      supplier: null,
      mode: 'apply',
      coverage: null,
    } as const;
    for (const content of ['%PDF-1.7', 'product_code,product_name,price\nA-1,One,POA\n']) {
      const bytes = new TextEncoder().encode(content);
      const { submit } = catalogue.services(core).supplierImports;
      const found = await submit(SYSTEM, { ...list, bytes, source: 'pull', supplier: 'alma' }, null);
      await office.settled(found.id, ['failed']);
      assert.equal(await entries(found.id, 'import_failed'), 'open');
    }
  });
});
