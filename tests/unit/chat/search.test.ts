import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fold, highlightsOf, wordsOf } from '../../../src/domain/chat/search.js';

const marked = (text: string, search: string): string | null => {
  const highlights = highlightsOf(text, wordsOf(search));
  if (!highlights) return null;
  return highlights.toReversed().reduce((shown, { start, length }) => {
    return `${shown.slice(0, start)}[${shown.slice(start, start + length)}]${shown.slice(start + length)}`;
  }, text);
};

describe('search in a chat', () => {
  it('finds words inside words, in any order, each of them, and all places of each', () => {
    assert.equal(marked('My headache, and a backache', 'ACHE'), 'My head[ache], and a back[ache]');
    assert.equal(marked('one two three', 'three  one'), '[one] two [three]');
    assert.equal(marked('one two', 'one four'), null);
    assert.equal(marked('aaaa', 'aa'), '[aa][aa]');
    assert.equal(marked('abcabd', 'abc bca'), '[abca]bd', 'what lies over another is one');
    assert.equal(marked('a\nb', 'a b'), '[a]\n[b]');
  });

  const CASES: readonly (readonly [string, string, string])[] = [
    ['café CAFÉ cafe\u0301', 'cafe', '[café] [CAFÉ] [cafe\u0301]'],
    ['cafe', 'CAFÉ', '[cafe]'],
    ['İstanbul ısı IŞIK', 'istanbul', '[İstanbul] ısı IŞIK'],
    ['İstanbul ısı IŞIK', 'ISI', 'İstanbul [ısı] [IŞI]K'],
    ['ışık IŞIK', 'isik', '[ışık] [IŞIK]'],
    ['Straße STRASSE', 'strasse', '[Straße] [STRASSE]'],
    ['Maß', 'mas', '[Maß]'],
    ['ΟΔΟΣ οδός', 'οδος', '[ΟΔΟΣ] [οδός]'],
    ['Łódź', 'lodz', '[Łódź]'],
    ['Ærø', 'aero', '[Ærø]'],
    ['Ñandú ﬁ', 'nandu FI', '[Ñandú] [ﬁ]'],
    ['ＡＢＣ１', 'abc1', '[ＡＢＣ１]'],
    ['Ọjọ́ àìsàn', 'ojo aisan', '[Ọjọ́] [àìsàn]'],
    ['مُحَمَّد', 'محمد', '[مُحَمَّد]'],
    ['می\u200cخواهم', 'میخواهم', '[می\u200cخواهم]'],
    ['שָׁלוֹם', 'שלום', '[שָׁלוֹם]'],
    ['我头痛三天了', '头痛', '我[头痛]三天了'],
    ['頭痛がひどい', 'か', 'none'],
    ['ガス か\u3099', 'が', 'ガス [か\u3099]'],
    ['각 가', '가', '각 [가]'],
    ['किताब', 'का', 'none'],
    ['ปวดหัว', 'หัว', 'ปวด[หัว]'],
    ['Жёлтый', 'желтыи', '[Жёлтый]'],
    ['so\u00adft', 'soft', '[so\u00adft]'],
    ['so\u00adft', 'so', '[so]\u00adft'],
    ['I am 👩🏽‍⚕️ here', '👩', 'I am [👩🏽‍⚕️] here'],
    ['❤️❤', '❤', '[❤️][❤]'],
    ['🇩🇪🇪🇸', '🇩🇪', '[🇩🇪]🇪🇸'],
    ['😀a😀', 'a', '😀[a]😀'],
    ['<b>&amp;</b>', '&amp', '<b>[&amp];</b>'],
    ['a.b*c', '.b*', 'a[.b*]c'],
  ];
  for (const [text, search, expected] of CASES) {
    it(`${JSON.stringify(search)} in ${JSON.stringify(text)}`, () => {
      assert.equal(marked(text, search) ?? 'none', expected);
    });
  }

  it('looks for nothing where nothing is left', () => {
    for (const search of ['', '  ', '\u0301', '\u00ad', '\u200b\u3000']) assert.deepEqual(wordsOf(search), [], search);
    assert.deepEqual(wordsOf('A a Ä'), ['a']);
  });

  /** A generator that gives the same numbers each time (mulberry32). */
  function* numbers(seed: number): Generator<number, never> {
    for (let state = seed; ; ) {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      yield ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    }
  }
  const PARTS = [
    ...'aAeEsSiIıİßẞçÇğéÉëøØłæœſKÅﬁΣσςάёйА你頭痛がカｶＡ가각각ㄱㅏকাকিकाพีمحمدשלום',
    ...'😀👩❤⚕🇩🇪🏽\u200d\ufe0f\u00ad\u200c\u034f\u0301\u0307\u0308\u0328\u3099\u064e\u05b8\u093f\u0e31\u115f\u1160\u3164',
    ' ',
    '\n',
    '\u3000',
    'é'.normalize('NFD'),
    '👩🏽‍⚕️',
  ];

  it('folds a text as it folds its signs one by one, and a folded text to itself', () => {
    const next = numbers(7);
    for (let round = 0; round < 20_000; round += 1) {
      const length = 1 + Math.floor(next.next().value * 8);
      const text = Array.from({ length }, () => PARTS[Math.floor(next.next().value * PARTS.length)]).join('');
      assert.equal(fold(fold(text)), fold(text), JSON.stringify(text));
      for (const form of ['NFC', 'NFD'] as const)
        assert.equal(fold(text.normalize(form)), fold(text), JSON.stringify(text));
      const all = highlightsOf(`${text}|`, ['|']);
      assert.deepEqual(all, [{ start: text.length, length: 1 }], JSON.stringify(text));
    }
  });

  it('highlights what folds to a word and no more, between whole characters, from the front', () => {
    const next = numbers(11);
    const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
    for (let round = 0; round < 10_000; round += 1) {
      const pick = (most: number) =>
        Array.from(
          { length: 1 + Math.floor(next.next().value * most) },
          () => PARTS[Math.floor(next.next().value * PARTS.length)],
        ).join('');
      const [before, wanted, behind] = [pick(5), pick(3), pick(5)];
      const words = wordsOf(wanted);
      if (words.length === 0) continue;
      const text = `${before} ${wanted} ${behind}`;
      const highlights = highlightsOf(text, words);
      assert.ok(highlights && highlights.length > 0, JSON.stringify([text, wanted]));
      let reached = 0;
      for (const { start, length } of highlights) {
        assert.ok(start >= reached && length > 0, JSON.stringify([text, wanted, highlights]));
        reached = start + length;
        const shown = fold(text.slice(start, reached));
        assert.ok(
          words.some((word) => shown.includes(word)),
          JSON.stringify([text, wanted, shown]),
        );
        const { segment = '' } = graphemes.segment(text).containing(start) ?? {};
        assert.ok(fold(segment) !== '' || start === 0, 'it begins with what can be seen');
      }
      assert.ok(reached <= text.length);
    }
  });
});
