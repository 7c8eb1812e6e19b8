import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { sampleFile } from '../../support/catalogue/price-lists.js';
import { launchChromium, NO_CHROMIUM } from '../../support/chromium.js';
import { ClientWindow } from '../../support/client-window.js';
import type { Person } from '../../support/clinic.js';
import { Stage } from '../../support/stage.js';

const PRODUCTS = '/api/v1/supplier-products/';
const SAMPLES = ['botanitech', 'medreleaf', 'alma', 'phytoca'];

describe('comparing products of suppliers, in the client', { skip: NO_CHROMIUM }, () => {
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

  it('compares the like of it, with the best price, what it saves, and why these are alike', async () => {
    const { page } = nurse.phone;
    await nurse.link('Catalogue');
    await nurse.link('Compare');
    await nurse.heading('Compare');
    await page.locator('.product').first().waitFor();
    const [group] = (await office.client.get(`${PRODUCTS}compare/`)).body.product_comparison;
    const card = page
      .locator('.card')
      .filter({ has: page.locator('.product') })
      .first();
    const best = group.suppliers.find((one: { product_id: string }) => one.product_id === group.best_price.product_id);
    assert.match(await card.locator('.note').innerText(), new RegExp(`${best.name}.*\\$${best.price}`));
    if (Number(group.best_price.savings) > 0) {
      assert.match(await card.locator('.note').innerText(), new RegExp(`\\$${group.best_price.savings}`));
    }
    assert.equal(await card.locator('.product').count(), group.suppliers.length);
    await card.getByText('Why these are compared').click();
    await card.getByText(group.match.reasons[0]).waitFor();
    await nurse.look('compare');
    await card.getByRole('link', { name: best.product_name, exact: true }).click();
    await nurse.heading(best.product_name);
    await page.getByRole('heading', { name: 'The like of it from others' }).waitFor();
    await nurse.look('product-alternatives');
    await page.getByRole('link', { name: /^Compare them/ }).click();
    await nurse.heading('Compare');
    await page.getByText(group.match.reasons[0]).waitFor({ state: 'attached' });
    assert.equal(await page.locator('.product').count(), group.suppliers.length, 'its group alone');
  });

  it('lets a doctor compare, too', async () => {
    const doctor = await as(await stage.clinic.person('doctor'));
    await doctor.heading('Appointments');
    await doctor.link('Catalogue');
    await doctor.link('Compare');
    await doctor.phone.page.locator('.product').first().waitFor();
    await doctor.look('compare-doctor');
    await doctor.phone.page.getByLabel('Product').fill('no such product');
    await doctor.button('Compare');
    await doctor.phone.page.getByText('Nothing to compare').waitFor();
    await doctor.close();
  });
});
