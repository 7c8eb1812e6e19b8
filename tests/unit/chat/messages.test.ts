import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attachmentProblems, MOST_ATTACHMENTS } from '../../../src/domain/chat/attachments.js';
import { contentOf, LONGEST_MESSAGE, messageProblems } from '../../../src/domain/chat/messages.js';
import { chatNotice } from '../../../src/domain/chat/notice.js';
import { assertOpen, isOpen, type RoomWindow } from '../../../src/domain/chat/rooms.js';
import { CLINIC_REGIONS } from '../../../src/domain/clinics/clinic-kinds.js';
import { DomainError } from '../../../src/domain/errors.js';

describe('a chat message', () => {
  it('is kept as typed: line feeds, tabs, other scripts and emoji', () => {
    for (const text of ['a', ' a\n\tb ', 'Ọjọ́', '頭痛', '👩🏽‍⚕️', '<script>', '\u202eabc\u202c']) {
      assert.deepEqual(messageProblems(text, 0), [], JSON.stringify(text));
    }
  });

  it('says something that can be seen', () => {
    for (const text of ['', ' ', '\n\t', '\u200b', '\u2800', '\u3164']) {
      assert.equal(messageProblems(text, 0).length, 1, JSON.stringify(text));
    }
  });

  it('has no control characters but line feed and tab', () => {
    for (const text of ['a\r\nb', 'a\u0000', 'a\u001b[2J', 'a\u0085b']) {
      assert.equal(messageProblems(text, 0).length, 1, JSON.stringify(text));
    }
  });

  it('is counted in characters, not in units of its encoding', () => {
    assert.deepEqual(messageProblems('😀'.repeat(LONGEST_MESSAGE), 0), []);
    assert.equal(messageProblems('a'.repeat(LONGEST_MESSAGE + 1), 0).length, 1);
  });

  it('is the same as another one only where it says and answers the same', () => {
    const content = { message: 'a', replyTo: null, attachments: [] };
    const one = contentOf(content);
    assert.equal(contentOf({ ...content }), one);
    assert.notEqual(contentOf({ ...content, message: 'a ' }), one);
    assert.notEqual(contentOf({ ...content, replyTo: 'x' }), one);
    assert.notEqual(contentOf({ ...content, attachments: ['x'] }), one);
    const two = { ...content, attachments: ['x', 'y'] };
    assert.notEqual(contentOf(two), contentOf({ ...two, attachments: ['y', 'x'] }));
  });

  it('may say nothing where it has files, and is no blank one', () => {
    assert.deepEqual(messageProblems('', 1), []);
    assert.equal(messageProblems(' ', 1).length, 1);
    assert.equal(messageProblems('a\u0000', 1).length, 1);
  });

  it('has at most ten files, each once', () => {
    const ids = Array.from({ length: MOST_ATTACHMENTS + 1 }, (_, at) => `${at}`);
    assert.deepEqual(attachmentProblems(ids.slice(1)), []);
    assert.equal(attachmentProblems(ids).length, 1);
    assert.equal(attachmentProblems(['a', 'b', 'a']).length, 1);
  });
});

describe('a chat room', () => {
  const opensAt = new Date('2026-12-01T08:45:00Z');
  const at = (ms: number) => new Date(opensAt.getTime() + ms);

  it('takes messages from its opening until it is over', () => {
    const states: readonly [RoomWindow['status'], number, boolean][] = [
      ['active', -1, false],
      ['active', 0, true],
      ['active', 1e9, true],
      ['inactive', 1, false],
      ['archived', 1, false],
    ];
    for (const [status, ms, expected] of states)
      assert.equal(isOpen({ status, opensAt, openUntil: null }, at(ms)), expected, status);
  });

  it('says why it takes none, and when it opens', () => {
    for (const [status, sentence] of [
      ['active', /not open yet/],
      ['inactive', /no more messages/],
    ] as const) {
      assert.throws(
        () => assertOpen({ status, opensAt, openUntil: null }, at(-1)),
        (error) =>
          error instanceof DomainError &&
          error.code === 'room_closed' &&
          sentence.test(error.message) &&
          error.details.roomStatus === status &&
          error.details.opensAt === opensAt.toISOString(),
      );
    }
  });

  it('names the emergency number of its region', () => {
    const numbers = { au: '000', ng: '112', ph: '911', gb: '999', us: '911', eu: '112' };
    for (const region of CLINIC_REGIONS) {
      assert.match(chatNotice(region, null), new RegExp(`not for emergencies.* call ${numbers[region]}`));
    }
    assert.match(chatNotice('au', null), /13 11 14/);
  });
});
