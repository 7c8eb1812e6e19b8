import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMessageRenderer } from '../../../src/adapters/templates/handlebars.js';
import { MessageDataError } from '../../../src/adapters/templates/port.js';
import { holdSentence } from '../../../src/domain/catalogue/hold-sentence.js';
import { HOLD_CODES } from '../../../src/domain/catalogue/imports.js';
import type { AccountMailContent } from '../../../src/domain/identity/account-mails.js';

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
const URL = 'https://app.keepwell.example';
const renderer = createMessageRenderer();
const visible = (html: string) =>
  html
    .replace(/<(style|title)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ');

describe('the mail about a price list that waits', () => {
  const reasons = HOLD_CODES.map((code) => holdSentence({ code, count: code === 'price_jump' ? 1 : 7, limit: 25 }));
  const held = { supplierName: 'Alma & Co.', reasons };

  it('says whose list it is and each reason, the same in text and HTML, with one button', () => {
    const mail = renderer.renderAccountMail('import_attention', { ...CONTENT, held }, URL);
    assert.equal(mail.subject, 'A price list of Alma & Co. waits for you');
    assert.match(mail.text, /Hello Tessa,/);
    for (const reason of [
      '7 rows are in error, more than 25 % of the list.',
      "7 products would turn inactive, more than 25 % of the supplier's active ones.",
      'The wholesale price of 1 product changes by more than 25 %.',
      'The list is older than the one in the catalogue: by its own date, or because it was fetched before.',
    ]) {
      assert.ok(mail.text.includes(reason), reason);
      assert.ok(visible(mail.html).includes(reason), reason);
    }
    assert.equal(mail.html.match(/<a /g)?.length, 1);
    assert.ok(mail.text.includes(URL) && mail.html.includes(`href="${URL}"`));
    assert.doesNotMatch(mail.subject + mail.text + visible(mail.html), /undefined|null|\[object|\{\{/);
    assert.doesNotMatch(mail.text, /<\/?[a-z]|&[a-z#]|\n{3}| \n/);
  });

  it('takes markup in the name of a supplier for text', () => {
    const named = { ...held, supplierName: '<b>Alma</b>\nBcc: x' };
    const mail = renderer.renderAccountMail('import_attention', { ...CONTENT, held: named }, URL);
    assert.doesNotMatch(mail.html, /<b>Alma/);
    assert.doesNotMatch(mail.subject, /\n/);
  });

  it('is not made without a hold', () => {
    assert.throws(() => renderer.renderAccountMail('import_attention', CONTENT, URL), MessageDataError);
  });
});
