import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList } from '../../support/catalogue/made-lists.js';
import { until } from '../../support/client.js';
import { storePrescription } from '../../support/prescriptions/stored.js';
import { Stage } from '../../support/stage.js';
import { insertVisit } from '../../support/visit-row.js';

const P = '/api/v1/supplier-products/';
const LIST = { supplier: 'alma', coverage: 'partial' };
const row = (code: string) => `${code},Product ${code},THC 10 mg/mL : CBD 15 mg/mL,oral liquid,30 mL,75.00,40`;

describe('an import that is taken back', () => {
  let stage: Stage;
  let office: ImportOffice;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
  });
  after(() => stage?.close());

  let visits = 0;
  /** What a doctor does with a product. */
  async function prescribe(productId: string): Promise<void> {
    const { clinicId, core } = stage.clinic;
    const [doctor, patient] = [await stage.clinic.person('doctor'), await stage.clinic.person('patient')];
    visits += 1;
    const of = { clinicId, doctorId: doctor.id, patientId: patient.id };
    const visit = { ...of, start: new Date(Date.now() - visits * 10_000_000), status: 'completed' };
    const appointmentId = await insertVisit((text, values) => stage.sql(text, values), visit);
    await storePrescription(core, { ...of, appointmentId }, { productId });
  }
  const found = async (id: string) => {
    const { status, body } = await office.client.get(`${P}${id}/`);
    return status === 200 ? body.active : status;
  };

  it('leaves what was prescribed, inactive, and takes the rest away', async () => {
    const { id } = await office.applied(priceList([row('U-1'), row('U-2')]), LIST);
    const [kept, gone] = [(await office.byCode('U-1')).id, (await office.byCode('U-2')).id];
    await prescribe(kept);
    await office.undone(id);
    assert.deepEqual([await found(kept), await found(gone)], [false, 404]);
    const listed = (await office.products('active=all')).map(({ product_code: code }) => code);
    assert.deepEqual(listed, ['U-1']);
    assert.deepEqual(await office.products('active=true'), []);
  });

  it('leaves it also where an earlier import had created it, and was taken back before', async () => {
    const first = await office.applied(priceList([row('V-1')]), LIST);
    const product = (await office.byCode('V-1')).id;
    await office.undone(first.id);
    assert.equal(await found(product), 404);
    const second = await office.applied(priceList([row('V-1')]), LIST);
    await prescribe(product);
    await office.undone(second.id);
    assert.equal(await found(product), false);
    const third = await office.applied(priceList([row('V-1')]), LIST);
    assert.deepEqual([third.products_reactivated, await found(product)], [1, true], 'the next list has it again');
    await office.undone(third.id);
    assert.equal(await found(product), false, 'as it was before');
  });

  it('leaves it without what the wrong file said: no later list inherits it, or is compared with it', async () => {
    const header = 'product_code,product_name,strength,dose_form,pack,price,stock_quantity,poison_schedule';
    const wrong = new Blob([`${header}\n${row('X-1').replace('75.00', '750.00')},S4\n`]);
    const { id } = await office.applied(wrong, LIST);
    const product = (await office.byCode('X-1')).id;
    assert.equal((await office.product(product)).poison_schedule, 'S4');
    await prescribe(product);
    await office.undone(id);
    const right = await office.previewed(priceList([row('X-1')]), LIST);
    const { products_reactivated: reactivated, price_changes: prices } = right.preview;
    assert.deepEqual([right.warnings, reactivated, prices], [[], 1, 0], 'the wrong price is no price to jump from');
    await office.decide(right.id, 'apply');
    await office.settled(right.id, ['applied']);
    const { active, poison_schedule: schedule, price, price_history: history } = await office.product(product);
    assert.deepEqual([active, schedule, price], [true, null, '75.00']);
    assert.equal(history.filter(({ undone }: { undone: boolean }) => !undone).length, 1);
    await office.undone(right.id);
    assert.equal(await found(product), false, 'and as it was, when this one is taken back, too');
  });

  it('waits for who is prescribing one of its products, and finds it prescribed', async () => {
    const { id } = await office.applied(priceList([row('W-1'), row('W-2')]), LIST);
    const [kept, gone] = [(await office.byCode('W-1')).id, (await office.byCode('W-2')).id];
    const { core, clinicId } = stage.clinic;
    const holder = await core.pool.connect();
    try {
      await holder.query('begin');
      // As `listHeld` does between reading the product and the commit of the prescription.
      await holder.query('select 1 from supplier_products where id = $1 and clinic_id = $2 for key share', [
        kept,
        clinicId,
      ]);
      await office.decide(id, 'undo', { reason: 'The wrong file' });
      await until('the undo waits', async () => {
        const waiting = await stage.sql(
          "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%for update of p%'",
        );
        return waiting.length > 0;
      });
      await prescribe(kept);
      await holder.query('commit');
    } finally {
      holder.release();
    }
    await office.settled(id, ['undone']);
    assert.deepEqual([await found(kept), await found(gone)], [false, 404]);
  });
});
