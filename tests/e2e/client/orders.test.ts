import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { sampleFile } from '../../support/catalogue/price-lists.js';
import { launchChromium, NO_CHROMIUM } from '../../support/chromium.js';
import { ClientWindow } from '../../support/client-window.js';
import type { Person } from '../../support/clinic.js';
import { Stage } from '../../support/stage.js';

const PRODUCTS = '/api/v1/supplier-products/';
const SAMPLES = ['botanitech', 'alma'];

describe('ordering at suppliers, in the client', { skip: NO_CHROMIUM }, () => {
  let stage: Stage;
  let browser: Browser;
  let office: ImportOffice;
  let nurse: ClientWindow;
  before(async () => {
    stage = await Stage.open({}, undefined, { live: true });
    browser = await launchChromium();
    office = new ImportOffice(await stage.signIn('admin'));
    for (const supplier of SAMPLES) {
      await office.applied(new Blob([Buffer.from(sampleFile(`${supplier}.xlsx`))]), { supplier }, `${supplier}.xlsx`);
    }
    nurse = await as(await stage.clinic.person('nurse'));
    await nurse.heading('Patients');
  });
  after(async () => {
    await nurse?.close();
    await browser?.close();
    await stage?.close();
  });

  const as = (person: Person) => ClientWindow.open(browser, stage.clinic.apiUrl, person);
  const shown = (text: string | RegExp) => nurse.phone.page.getByText(text).first().waitFor();
  const orderId = () => new URL(nurse.phone.page.url()).pathname.split('/').at(-1) ?? '';
  const order = async (id = orderId()) => (await office.client.get(`${PRODUCTS}purchase-orders/${id}/`)).body;

  it('orders what was compared: a draft, sent, its documents, and arrived in parts into the clinic’s own stock', async () => {
    const { page } = nurse.phone;
    await nurse.link('Catalogue');
    await nurse.link('Orders');
    await page.getByText('No order yet').waitFor();
    await nurse.look('orders-empty');
    await nurse.link('Compare');
    await page
      .getByRole('link', { name: /^Order / })
      .first()
      .click();
    await nurse.heading('New order');
    await page.getByLabel(/^Packs of/).fill('12');
    await page.getByLabel('Note to the supplier (optional)').fill('Ring at the back door.');
    await nurse.look('order-new');
    await nurse.button('Make the order');
    await page.getByText('Draft', { exact: true }).waitFor();
    const made = await order();
    await nurse.heading(made.number);
    assert.deepEqual(
      [made.status, made.lines.length, made.lines[0].quantity, made.note],
      [...['draft', 1, 12, 'Ring at the back door.']],
    );
    await nurse.button('Send');
    await nurse.look('order-send');
    await nurse.button('Send it');
    await shown('Nobody: send the document to the supplier yourself.');
    for (const [name, format, start] of [
      ['Download as PDF', 'pdf', '%PDF'],
      ['Download for Excel', 'xlsx', 'PK'],
    ] as const) {
      const saved = page.waitForEvent('download');
      await nurse.button(name);
      assert.equal((await saved).suggestedFilename(), `${made.number}.${format}`);
      const bytes = await readFile(await (await saved).path());
      assert.equal(bytes.subarray(0, start.length).toString(), start);
    }
    await receive('5');
    await page.getByText('Arrived in part', { exact: true }).waitFor();
    await shown('5 arrived');
    await nurse.look('order');
    await receive(null);
    await page.getByText('Arrived', { exact: true }).waitFor();
    assert.equal((await office.product(made.lines[0].product)).on_hand, 12);
    await nurse.goto('/app/catalogue/orders');
    await shown(new RegExp(made.number));
    await nurse.look('orders');
  });

  /** Says how many packs have arrived; all that are expected, when nothing is said. */
  async function receive(packs: string | null): Promise<void> {
    const { page } = nurse.phone;
    await nurse.button('Record what has arrived');
    if (packs !== null) await page.getByRole('dialog').getByRole('spinbutton').fill(packs);
    await nurse.button('Record it');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  it('says what runs low and what is out, and begins the order that is suggested', async () => {
    const { page } = nurse.phone;
    // Like products of two suppliers: what is suggested for both is one product.
    const [{ suppliers: alike, best_price: best }] = (await office.client.get(`${PRODUCTS}compare/`)).body
      .product_comparison;
    const [low, out] = alike;
    await counted(low.product_id, 4, 20);
    await counted(out.product_id, 0, 2);
    await nurse.goto('/app/catalogue');
    await nurse.link('Stock');
    await page.getByRole('heading', { name: 'Running low' }).waitFor();
    await nurse.look('stock');
    const part = (title: string) => page.locator('section', { has: page.getByRole('heading', { name: title }) }).last();
    const lowOne = part('Running low').getByRole('listitem').filter({ hasText: low.product_name });
    assert.match(await lowOne.innerText(), /4 left \(the clinic has\), ordered again at 20/);
    const outOne = part('Out of stock').getByRole('listitem').filter({ hasText: out.product_name });
    assert.match(await outOne.innerText(), /Out of stock/);
    const { reorder_recommendations: said } = (await office.client.get(`${PRODUCTS}reorder-suggestions/`)).body;
    const wanted = said.find((one: { product_id: string }) => one.product_id === low.product_id);
    const suggested = part('To order').getByRole('listitem').filter({ hasText: low.product_name });
    assert.match(await suggested.innerText(), new RegExp(`Order ${wanted.recommended_quantity}\\b`));
    await suggested.getByText('How this is counted').click();
    assert.match(await suggested.innerText(), /Wanted in all\s+40/);
    await page.getByRole('link', { name: 'Make an order' }).click();
    await nurse.heading('New order');
    // The heading stands before the lines are loaded.
    await page
      .getByLabel(/^Packs of/)
      .first()
      .waitFor();
    const packs = await Promise.all((await page.getByLabel(/^Packs of/).all()).map((field) => field.inputValue()));
    const recommended = said.map((one: { recommended_quantity: number }) => one.recommended_quantity);
    assert.deepEqual(
      said.map((one: { supplier_product: string }) => one.supplier_product),
      [best.product_id, best.product_id],
    );
    assert.deepEqual(packs, [String(recommended[0] + recommended[1])]);
  });

  /** The clinic has so many packs of it, and orders again at so many. */
  async function counted(id: string, quantity: number, level: number): Promise<void> {
    const set = await office.client.patch(`${PRODUCTS}${id}/`, { reorder_level: level });
    assert.equal(set.status, 200, JSON.stringify(set.body));
    const moved = await office.client.post(`${PRODUCTS}${id}/stock/`, { kind: 'count', quantity }, null);
    assert.equal(moved.status, 201, JSON.stringify(moved.body));
  }

  it('lets a doctor compare, and order nothing', async () => {
    const doctor = await as(await stage.clinic.person('doctor'));
    const { page } = doctor.phone;
    await doctor.heading('Appointments');
    await doctor.goto('/app/catalogue/compare');
    await page.locator('.product').first().waitFor();
    assert.equal(await page.getByRole('link', { name: /^Order/ }).count(), 0);
    for (const path of ['orders', 'orders/new', 'stock']) {
      await doctor.goto(`/app/catalogue/${path}`);
      await doctor.heading('Appointments');
    }
    await doctor.close();
  });
});
