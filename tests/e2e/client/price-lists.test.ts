import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Request as Asked, Browser } from 'playwright-core';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { sampleFile } from '../../support/catalogue/price-lists.js';
import { launchChromium, NO_CHROMIUM } from '../../support/chromium.js';
import { until } from '../../support/client.js';
import { ClientWindow } from '../../support/client-window.js';
import type { Person } from '../../support/clinic.js';
import { Stage } from '../../support/stage.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const SAMPLE = { name: 'botanitech.xlsx', mimeType: XLSX, buffer: Buffer.from(sampleFile('botanitech.xlsx')) };
const OLDER =
  'product_code,product_name,strength,price\nBT-ORAL-0001,Blue Quoll 1,THC 19.8 mg/mL : CBD 0.2 mg/mL,460.00\n';

/** As many as fill a page, and older than whatever a test sends in. */
const LISTS_BEFORE = `
  insert into supplier_imports (id, clinic_id, supplier, state, mode, source, file_name, file_sha256, file_size, document, created_at, updated_at)
  select gen_random_uuid(), $1, 'alma', 'cancelled', 'preview', 'upload', 'before.csv', 'x', 1, 'x', now() - interval '1 day', now()
  from generate_series(1, 20)`;

describe('a manager’s way from a supplier’s file to the catalogue and back, in the client', {
  skip: NO_CHROMIUM,
}, () => {
  let stage: Stage;
  let browser: Browser;
  let admin: Person;
  let office: ImportOffice;
  let manager: ClientWindow;
  before(async () => {
    stage = await Stage.open({}, undefined, { live: true });
    browser = await launchChromium();
    admin = await stage.clinic.person('admin');
    office = new ImportOffice(await stage.as(admin));
    manager = await as(admin);
    await manager.heading('Attention');
  });
  after(async () => {
    await manager?.close();
    await browser?.close();
    await stage?.close();
  });

  const as = (person: Person) => ClientWindow.open(browser, stage.clinic.apiUrl, person);
  const shown = (text: string | RegExp, window = manager) => window.phone.page.getByText(text).first().waitFor();
  /** How many the preview, or the report, counts of a kind. */
  async function count(name: string): Promise<string> {
    const { page } = manager.phone;
    return page
      .locator('.counts > div')
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator('dd')
      .innerText();
  }
  /** Lets go of files over the place for them, as from a folder of the desktop. */
  async function drop(...files: readonly (typeof SAMPLE)[]): Promise<void> {
    const { page } = manager.phone;
    const given = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, text: buffer.toString('base64') }));
    const transfer = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      for (const { name, mimeType, text } of ${JSON.stringify(given)}) {
        const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: mimeType }));
      }
      return transfer;
    })()`);
    for (const event of ['dragover', 'drop']) {
      await page.locator('.drop').dispatchEvent(event, { dataTransfer: transfer });
    }
  }
  const importId = () => new URL(manager.phone.page.url()).pathname.split('/').at(-1) ?? '';

  it('begins with a catalogue that is empty, and says how it is filled', async () => {
    await manager.link('Catalogue');
    await manager.heading('Catalogue');
    await shown('Send in the first price list: it fills the catalogue.');
    await manager.look('catalogue-empty');
    await manager.link('Price lists');
    await manager.heading('Price lists');
    await shown('No list yet');
    await manager.look('imports-empty');
  });

  it('takes one dropped file at a time, and shows what it would change and each bad row, before anything changes', async () => {
    await drop(SAMPLE, SAMPLE);
    await manager.phone.untilAlert('One list at a time');
    await drop(SAMPLE);
    await manager.heading('Price list');
    await shown('Waits for your go');
    await shown('53 good rows, 7 with errors');
    assert.deepEqual([await count('New'), await count('Changed'), await count('Turn inactive')], ['53', '0', '0']);
    await manager.phone.page.getByRole('heading', { name: '7 rows with errors' }).waitFor();
    // The heading stands before the rows are loaded.
    await manager.phone.page.locator('.problem').first().waitFor();
    const { errors } = await office.read(importId());
    assert.equal(errors.length >= 7, true);
    for (const { reason, sheet, row } of errors) {
      const problem = manager.phone.page.locator('.problem').filter({ hasText: `${sheet}, row ${row}` });
      assert.match((await problem.allTextContents()).join(), new RegExp(reason.replaceAll(/[.()+]/g, '.')));
    }
    await manager.look('import-preview');
    await manager.phone.page.getByText('Product by product').click();
    await shown('BT-ORAL-0001');
    await manager.phone.page.getByText('How the list was read').click();
    await manager.look('import-details');
    assert.deepEqual(await office.products(), [], 'nothing has changed so far');
  });

  it('hands out the rows in error as a sheet for the supplier', async () => {
    const saved = manager.phone.page.waitForEvent('download');
    await manager.button('Download the error sheet');
    const sheet = await saved;
    assert.equal(sheet.suggestedFilename(), 'botanitech - errors.xlsx');
    assert.equal((await readFile(await sheet.path())).subarray(0, 2).toString(), 'PK');
    const original = manager.phone.page.waitForEvent('download');
    await manager.phone.page.getByRole('button', { name: /^Download the file as it came/ }).click();
    assert.deepEqual(await readFile(await (await original).path()), SAMPLE.buffer);
  });

  it('applies it at the go, by keyboard, and finds its products by words, bounds and typing errors', async () => {
    const { phone } = manager;
    await phone.press('Apply to the catalogue');
    await phone.page.getByText('Applied', { exact: true }).first().waitFor();
    await phone.page.getByRole('button', { name: 'Take it back' }).waitFor();
    assert.equal(await count('New'), '53');
    await manager.look('import-applied');
    await manager.link('Catalogue');
    await manager.heading('Catalogue');
    await phone.page.locator('.product').first().waitFor();
    await manager.look('catalogue');
    await manager.button('Show more');
    await phone.page.locator('.product').nth(52).waitFor();
    await phone.fill('Product', 'blu quol');
    await phone.page.keyboard.press('Enter');
    await phone.page.waitForURL(/search=blu\+quol/);
    await phone.page.getByText('Filters', { exact: true }).click();
    await phone.page.getByLabel('TGA category').selectOption('Category 5');
    await phone.page.getByLabel('In the order of').selectOption('Lowest price');
    await manager.button('Search');
    await phone.page.waitForURL(/category=5/);
    await phone.page.locator('.product').first().waitFor();
    await manager.look('catalogue-found');
    const [first] = await office.products('search=blu+quol&category=5&sort=price');
    assert.match(await phone.page.locator('.product').first().innerText(), new RegExp(first.product_code));
    await phone.page.locator('.product').first().click();
    await manager.heading(first.product_name);
    await phone.page.getByLabel('Order again at a stock of').fill('12');
    await manager.button('Save');
    await phone.page.getByText('The clinic’s own stock').click();
    await phone.page.getByLabel('Packs', { exact: true }).fill('4');
    await manager.button('Record');
    await phone.page.getByText('Counted: 4').waitFor();
    await phone.page.getByText('As the list has it').click();
    await manager.look('product');
    await phone.page.goBack();
    await phone.page.locator('.product').first().waitFor();
    assert.equal(
      await phone.page.getByLabel('Product').inputValue(),
      'blu quol',
      'a way back leads to what was looked for',
    );
    // The page says nothing of the level once it is saved.
    await until('what was saved of the product', async () => {
      const { reorder_level: level, on_hand: left } = await office.product(first.id);
      return level === 12 && left === 4;
    });
  });

  it('holds a list that may be a mistake, changes nothing when it is cancelled, and says why another waits', async () => {
    const { page } = manager.phone;
    await manager.goto('/app/catalogue/imports');
    await page.getByText('Whose list it is, and what it covers').click();
    await page.getByLabel('Supplier').selectOption('Cann Group Limited');
    const chooser = page.waitForEvent('filechooser');
    await manager.phone.press('Choose a file');
    await (await chooser).setFiles([{ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(OLDER) }]);
    await manager.heading('Price list');
    await shown('Look twice before you apply this.');
    await shown(/^The wholesale price of 1 product changes by more than 50 %\.$/);
    await shown(/^52 products would turn inactive: more than 20 %/);
    await manager.look('import-held');
    await manager.button('Apply all the same');
    await page.getByRole('dialog').waitFor();
    await manager.look('import-held-go');
    await manager.button('Back');
    await manager.button('Cancel this list');
    await page.getByText('Cancelled', { exact: true }).first().waitFor();
    assert.equal((await office.products('active=true')).length, 53);
  });

  it('takes it back with a reason, after the list that stands on it', async () => {
    const { page } = manager.phone;
    const [first] = (await office.client.get('/api/v1/supplier-products/imports/?state=applied')).body;
    const later = await office.applied(new Blob([OLDER]), { supplier: 'botanitech', coverage: 'partial' });
    await manager.goto(`/app/catalogue/imports/${first.id}`);
    await manager.button('Take it back');
    await page.getByLabel('Reason').fill('The wrong month');
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
    await manager.phone.untilAlert('A later import of this supplier stands on this one');
    await manager.look('import-blocked');
    await page.getByRole('link', { name: /^The list that was applied on/ }).click();
    await page.getByText('list.csv').waitFor();
    assert.equal(importId(), later.id);
    await takeBack('Price in the wrong column');
    assert.equal((await office.products('active=true')).length, 53);
    await manager.goto(`/app/catalogue/imports/${first.id}`);
    await takeBack('The wrong month');
    await manager.look('import-undone');
    await manager.link('Catalogue');
    await shown('The catalogue is empty');
    assert.deepEqual(await office.products(), []);
  });

  async function takeBack(reason: string): Promise<void> {
    const { page } = manager.phone;
    await manager.button('Take it back');
    await page.getByLabel('Reason').fill(reason);
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('Taken back', { exact: true }).first().waitFor();
    await page.getByText('What it had changed').waitFor();
  }

  /** What the client asks for meanwhile that ends so. */
  async function asked(path: string, work: () => Promise<void>): Promise<number> {
    const { page } = manager.phone;
    let count = 0;
    const listen = (request: Asked) => {
      const { pathname } = new URL(request.url());
      if (request.method() === 'GET' && pathname.endsWith(path)) count += 1;
    };
    page.on('request', listen);
    await work();
    page.off('request', listen);
    return count;
  }

  it('follows what somebody else decides by what the clinic says, without asking in between', async () => {
    const { page } = manager.phone;
    const row = (one: string) => page.locator(`a.row[href$="${one}"]`);
    await manager.goto('/app/catalogue/imports');
    const { id } = await office.previewed(new Blob([OLDER]), { supplier: 'botanitech' });
    await row(id).getByText('Waits for your go').click();
    await manager.heading('Price list');
    await shown('Waits for your go');
    const times = await asked(id, async () => {
      await office.decide(id, 'apply');
      await page.getByRole('button', { name: 'Take it back' }).waitFor();
    });
    assert.ok(times >= 1 && times <= 2, `once for each move: ${times}`);
    await page.locator('.back').click();
    await row(id).getByText('Applied', { exact: true }).waitFor();
    await office.undone(id);
    await row(id).getByText('Taken back', { exact: true }).waitFor();
    await stage.sql(LISTS_BEFORE, [stage.clinic.clinicId]);
    const later = await office.previewed(new Blob([OLDER]), { supplier: 'botanitech' });
    await row(later.id).getByText('Waits for your go').waitFor();
    await manager.button('Show more');
    await page.locator('a.row').nth(20).waitFor();
    await office.decide(later.id, 'cancel');
    await row(later.id).getByText('Cancelled', { exact: true }).waitFor();
    assert.ok((await page.locator('a.row').count()) > 20, 'what was asked for stays there');
  });

  it('asks now and then while the clinic cannot say it, and once when it can again', async () => {
    const { page } = manager.phone;
    const { id } = await office.previewed(new Blob([OLDER]), { supplier: 'botanitech' });
    await manager.goto(`/app/catalogue/imports/${id}`);
    await shown('Waits for your go');
    await manager.disconnect();
    await manager.button('Apply to the catalogue');
    await page.getByRole('button', { name: 'Take it back' }).waitFor();
    await office.undone(id);
    assert.equal(await page.getByText('Applied', { exact: true }).first().isVisible(), true);
    manager.reconnect();
    await shown('What it had changed');
  });

  it('says what can be done about a file that is no list', async () => {
    const { page } = manager.phone;
    await manager.goto('/app/catalogue/imports');
    await drop({ name: 'minutes.csv', mimeType: 'text/csv', buffer: Buffer.from('Who,What\nAna,Tea\nBo,Cake\n') });
    await manager.heading('Price list');
    await page.getByText('Cannot be used', { exact: true }).first().waitFor();
    const { failure } = await office.read(importId());
    await shown(failure.message);
    await shown(failure.hint);
    await manager.look('import-failed');
  });

  it('shows a doctor the catalogue and nothing to manage, and a patient nothing at all', async () => {
    await office.applied(new Blob([OLDER]), { supplier: 'botanitech' });
    const doctor = await as(await stage.clinic.person('doctor'));
    await doctor.heading('Appointments');
    await doctor.link('Catalogue');
    await doctor.phone.page.locator('.product').first().waitFor();
    assert.equal(await doctor.phone.page.getByRole('link', { name: 'Price lists' }).count(), 0);
    await doctor.look('catalogue-doctor');
    await doctor.phone.page.locator('.product').first().click();
    await doctor.heading('Blue Quoll 1');
    assert.equal(await doctor.phone.page.getByLabel('Order again at a stock of').count(), 0);
    await doctor.goto('/app/catalogue/imports');
    await doctor.heading('Appointments');
    await doctor.close();
    const patient = await as(await stage.clinic.person('patient'));
    await patient.heading('Appointments');
    assert.equal(await patient.phone.page.getByRole('link', { name: 'Catalogue' }).count(), 0);
    // As every address that does not exist: where the patient begins.
    for (const path of ['/app/catalogue', '/app/catalogue/imports', '/app/nowhere']) {
      await patient.goto(path);
      await patient.heading('Appointments');
      assert.equal(new URL(patient.phone.page.url()).pathname, '/app/appointments');
    }
    await patient.phone.page.waitForFunction('navigator.serviceWorker.controller !== null');
    const kept = await patient.phone.page.evaluate<string[]>(`caches.keys().then((names) =>
      Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys())))
    ).then((lists) => lists.flat().map(({ url }) => url))`);
    assert.equal(
      kept.some((url) => url.includes('/assets/app-')),
      true,
    );
    assert.deepEqual(
      kept.filter((url) => url.includes('catalogue')),
      [],
      'nothing of it is on a device of a patient',
    );
    await patient.close();
  });
});
