import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emailKey, parseEmail } from '../../../src/domain/identity/email.js';

const INVISIBLE: Readonly<Record<string, string>> = {
  'zero-width space': '\u200b',
  'zero-width joiner': '\u200d',
  'word joiner': '\u2060',
  'byte order mark': '\ufeff',
  'soft hyphen': '\u00ad',
  'no-break space': '\u00a0',
  'ideographic space': '\u3000',
  'right-to-left override': '\u202e',
  isolate: '\u2066',
  'right-to-left mark': '\u200f',
  'Hangul filler': '\u3164',
  'variation selector': '\ufe0f',
  'tag character': '\u{e0041}',
  'Braille blank': '\u2800',
  'line separator': '\u2028',
  tab: '\t',
  'line feed': '\n',
  null: '\u0000',
  'next line': '\u0085',
  'private use': '\ue000',
};

describe('mail addresses', () => {
  it('are what mail can be sent to', () => {
    for (const text of [
      'patient1@demo.keepwell.invalid',
      "o'neil+tag@example.com",
      'a@b-c.example',
      'ü@exämple.de',
      '用户@例子.公司',
      `${'x'.repeat(64)}@example.com`,
    ])
      assert.equal(parseEmail(text)?.address, text, text);
  });

  it('are refused otherwise', () => {
    for (const text of [
      '',
      'a',
      'a@b',
      '@example.com',
      'a@',
      'a@@example.com',
      'a b@example.com',
      'a..b@example.com',
      '.a@example.com',
      'a.@example.com',
      '"a"@example.com',
      '"a b"@example.com',
      'a@-example.com',
      'a@example-.com',
      'a@exa_mple.com',
      'a@example.com.',
      'a@example..com',
      'a@.example.com',
      'a@[192.0.2.1]',
      'a@192.0.2.1',
      'a@0x7f.1',
      'a@example.com:25',
      'a@example.com/x',
      'a@ex%61mple.com',
      'a@user:pass@example.com',
      'a@xn--a.com',
      'A <a@example.com>',
      'a@example.com, b@example.com',
      'mailto:a@example.com',
      `${'x'.repeat(65)}@example.com`,
      `${'ü'.repeat(33)}@example.com`,
      `a@${'x'.repeat(64)}.com`,
      `a@${'x.'.repeat(126)}com`,
      `${'x'.repeat(64)}@${'y'.repeat(63)}.${'z'.repeat(63)}.${'w'.repeat(62)}`,
    ])
      assert.equal(parseEmail(text), null, text);
  });

  for (const [name, character] of Object.entries(INVISIBLE)) {
    it(`have no ${name}, wherever it stands`, () => {
      for (const text of [
        `a${character}b@example.com`,
        `${character}a@example.com`,
        `a@exam${character}ple.com`,
        `a@example.com${character}`,
        `a${character}@example.com`,
      ])
        assert.equal(parseEmail(text), null, JSON.stringify(text));
    });
  }

  it('have one key for every spelling of a mailbox', () => {
    for (const [key, spellings] of Object.entries({
      'patient1@demo.keepwell.invalid': [' Patient1@Demo.KEEPWELL.invalid', 'PATIENT1@demo.keepwell.INVALID '],
      'a@xn--exmple-cua.de': ['a@exämple.de', 'A@EXÄMPLE.DE', 'a@exa\u0308mple.de', 'a@XN--EXMPLE-CUA.de'],
      'a@example.com': ['a@ｅｘａｍｐｌｅ.com', 'ａ@example.com', 'a@example。com', 'a@EXAMPLE．com'],
      'müller@example.com': ['Müller@example.com', 'mu\u0308ller@example.com', 'MÜLLER@example.com'],
      'a@xn--fa-hia.de': ['a@faß.de', 'A@Faß.DE'],
    }))
      for (const text of spellings) assert.equal(emailKey(text), key, text);
  });

  it('keep different mailboxes apart', () => {
    const different = [
      'a@example.com',
      'a.b@example.com',
      'ab@example.com',
      'a+b@example.com',
      'a@example.org',
      'а@example.com',
    ];
    assert.equal(new Set(different.map(emailKey)).size, different.length);
  });

  it('stay as they were typed, without the spaces around them', () => {
    assert.equal(parseEmail('  Müller@Exämple.DE ')?.address, 'Müller@Exämple.DE');
  });
});
