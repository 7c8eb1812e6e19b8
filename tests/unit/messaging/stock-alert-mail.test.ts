import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMessageRenderer } from '../../../src/adapters/templates/handlebars.js';
import { MessageDataError } from '../../../src/adapters/templates/port.js';
import type { AccountMailContent, MailedShortage } from '../../../src/domain/identity/account-mails.js';

const APP = 'https://app.keepwell.example';
const CONTENT: AccountMailContent = {
  firstName: 'Tessa',
  clinicName: 'Riverbend Clinic',
  clinicPhone: null,
  link: null,
  notice: null,
  happenedAt: null,
  zone: 'Australia/Sydney',
  device: null,
};
const OUT: MailedShortage = {
  ...{ product: 'Saltbush <25>', supplierName: 'Cann Group & Co', alert: 'out', stock: 0, basis: 'clinic' },
  reorderLevel: null,
};
const LOW: MailedShortage = {
  ...{ product: 'Northern\nEmber', supplierName: 'Alma', alert: 'medium', stock: 3, basis: 'supplier' },
  reorderLevel: 10,
};

describe('the mail about a stock', () => {
  const renderer = createMessageRenderer();
  const of = (stock: AccountMailContent['stock']) =>
    renderer.renderAccountMail('stock_alert', { ...CONTENT, ...(stock ? { stock } : {}) }, APP);

  it('names what there is too little of, whose stock it is, and when it is reordered', () => {
    const { subject, text, html } = of({ shortages: [OUT, LOW], more: 0 });
    assert.equal(subject, 'Low or out of stock: 2 products');
    assert.match(text, /^Saltbush <25> \(Cann Group & Co\): nothing left of the clinic's own stock$/m);
    assert.match(text, /^Northern Ember \(Alma\): 3 left at the supplier; it is reordered at 10$/m);
    assert.match(text, /Hello Tessa,/);
    assert.ok(text.includes(APP));
    assert.ok(html.includes('Saltbush &lt;25&gt; (Cann Group &amp; Co)'), 'names are no markup');
    assert.doesNotMatch(text + html, /undefined|null|\[object|\{\{|more\./);
    assert.doesNotMatch(text, /\n{3}/);
  });

  it('says how many more there are, and counts them in its subject', () => {
    const { subject, text } = of({ shortages: [OUT], more: 12 });
    assert.equal(subject, 'Low or out of stock: 13 products');
    assert.match(text, /^And 12 products more\.$/m);
    assert.equal(of({ shortages: [OUT], more: 0 }).subject, 'Low or out of stock: 1 product');
  });

  it('is not rendered without products', () => {
    assert.throws(() => of(undefined), MessageDataError);
  });
});
