import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeMailer } from '../../../src/adapters/email/fake.js';
import { createMailboxSms, type SmsLogLine } from '../../../src/adapters/sms/mailbox.js';
import { SmsRefused } from '../../../src/adapters/sms/port.js';
import { smsParts, toGsmFriendly } from '../../../src/domain/messaging/sms-parts.js';

describe('parts of a text message', () => {
  const cases = [
    ['160 letters', 'a'.repeat(160), 'gsm7', 160, [160]],
    ['161 letters', 'a'.repeat(161), 'gsm7', 161, [153, 8]],
    ['307 letters', 'a'.repeat(307), 'gsm7', 307, [153, 153, 1]],
    ['letters inside GSM-7', 'ñÑüéàäö@£$Ç', 'gsm7', 11, [11]],
    ['80 euro signs', '€'.repeat(80), 'gsm7', 160, [80]],
    ['an escape pair at the cut', `${'a'.repeat(152)}€${'b'.repeat(10)}`, 'gsm7', 164, [152, 11]],
    ['70 units', 'ễ'.repeat(70), 'ucs2', 70, [70]],
    ['71 units', 'ễ'.repeat(71), 'ucs2', 71, [67, 4]],
    ['one curly quote', `${'a'.repeat(70)}\u2019`, 'ucs2', 71, [67, 4]],
    ['a surrogate pair at the cut', `${'ễ'.repeat(66)}😀ễễễ`, 'ucs2', 71, [66, 5]],
    ['a letter under two accents at the cut', `${'ễ'.repeat(66)}e\u0302\u0303ễ`, 'ucs2', 70, [70]],
    ['the same in a longer text', `${'ễ'.repeat(66)}e\u0302\u0303ễễ`, 'ucs2', 71, [66, 5]],
    ['a family at the cut', `${'ễ'.repeat(62)}👩‍👩‍👧ễễ`, 'ucs2', 72, [62, 10]],
    ['a flag at the cut', `${'ễ'.repeat(65)}🇳🇬ễễ`, 'ucs2', 71, [65, 6]],
    ['a pile of accents that fits no part', `${'ễ'.repeat(60)}${'e'}${'\u0301'.repeat(80)}`, 'ucs2', 141, [67, 67, 7]],
    ['ç, which GSM-7 has in upper case only', 'ç', 'ucs2', 1, [1]],
    ['nothing', '', 'gsm7', 0, []],
  ] as const;
  for (const [name, text, encoding, units, lengths] of cases) {
    it(`counts ${name}`, () => {
      const result = smsParts(text);
      assert.deepEqual(
        [result.encoding, result.units, result.parts.map((part) => part.length)],
        [encoding, units, [...lengths]],
      );
      assert.equal(result.parts.join(''), text);
    });
  }
});

it('replaces typography, not letters', () => {
  const text = toGsmFriendly('\u201CIt\u2019s 9:00\u202Fam\u201D \u2013 pay \u20B1500 or \u20A6500\u2026');
  assert.equal(text, '"It\'s 9:00 am" - pay PHP 500 or NGN 500...');
  assert.equal(smsParts(text).encoding, 'gsm7');
  assert.equal(toGsmFriendly('e\u0301'), 'é');
  assert.equal(toGsmFriendly('Nguyễn'), 'Nguyễn');
});

describe('the sender of the embedded installation', () => {
  const message = {
    id: 'delivery/7',
    kind: 'reminder',
    to: '+61491570006',
    text: 'Keepwell: see you on Monday',
  } as const;
  it('logs neither number nor text, and puts a copy into the mailbox', async () => {
    const lines: SmsLogLine[] = [];
    const mailer = new FakeMailer();
    await createMailboxSms({ log: (line) => lines.push(line), mailer }).send(message);
    assert.deepEqual(lines, [{ event: 'sms.sent', id: 'delivery/7', kind: 'reminder', parts: 1 }]);
    const [copy] = mailer.sent;
    assert.equal(copy?.to.address, '+61491570006@sms.keepwell.invalid');
    assert.equal(copy?.messageId, '<delivery-7@sms.keepwell.invalid>');
    assert.deepEqual([copy?.kind, copy?.headers], ['reminder', { 'X-Keepwell-Channel': 'sms' }]);
  });
  it('refuses what no gateway takes', async () => {
    const sender = createMailboxSms({ log: () => assert.fail('logged'), mailer: new FakeMailer() });
    await assert.rejects(sender.send({ ...message, to: '0491570006' }), SmsRefused);
    await assert.rejects(sender.send({ ...message, text: ' ' }), SmsRefused);
  });
});
