/** A part of a text, in UTF-16 units as JavaScript counts them. */
export interface Highlight {
  readonly start: number;
  readonly length: number;
}

/** How much text is looked through in one go: with the opening of it some milliseconds, in which nothing else happens. */
export const SEARCHED_AT_ONCE = 10_000;
/** Messages that are fetched in one go. */
export const FETCHED_AT_ONCE = 250;
/** Messages that one request looks through; the next page goes on with older ones. */
export const MOST_SEARCHED = 50_000;

// Signs over and under letters that a language can be written without. Vowels of Indic scripts and the voicing of kana are no such.
const ACCENTS =
  /(?![\u3099\u309a])(?=\p{M})[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}]/gu;
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
const WIDE = /[\uff01-\uff5e]/g;
/** Letters with a stroke, and two in one, which have no decomposition; the sigma at the end of a word is a sigma. */
const PLAIN: Readonly<Record<string, string>> = { æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ħ: 'h', ς: 'σ' };
const ASCII = /^[\0-\x7f]*$/;

/**
 * A text as it is compared: without case, accents and what nobody sees. It goes by no language: `ß` is `ss` everywhere, and of
 * `I`, `İ`, `ı` and `i` each is the others.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return (
    text
      .replace(WIDE, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
      .normalize('NFD')
      .replace(ACCENTS, '')
      .replace(UNSEEN, '')
      .toLowerCase()
      // What has no small letter of its own, such as `ß` and `ﬁ`, is written out by its capitals.
      .toUpperCase()
      .toLowerCase()
      .replace(/[æœøđłħς]/g, (letter) => PLAIN[letter] ?? letter)
      .normalize('NFC')
  );
}

/** The words of which each has to occur, each once; none where nothing is left to look for. */
export function wordsOf(search: string): readonly string[] {
  return [...new Set(fold(search).split(/\s+/u))].filter((word) => word !== '');
}

/** Where the words occur in a text, inside of other words, too: from the front, none over another. Null where one does not occur. */
export function highlightsOf(text: string, words: readonly string[]): readonly Highlight[] | null {
  const folded = fold(text);
  if (!words.every((word) => folded.includes(word))) return null;
  const signs = signsOf(text);
  const found = words.flatMap((word) => occurrencesOf(word, folded).map((at) => spanOf(signs, at, at + word.length)));
  return joined(found);
}

/** What a reader sees as one character, or nothing at all: where it stands in the text, and until where it is folded. */
interface Sign {
  readonly start: number;
  readonly end: number;
  readonly foldedEnd: number;
}

// A letter with its marks, a syllable in its parts, an emoji with what modifies and joins it, a flag: nobody wants a half of it.
const SIGNS =
  /(?:\p{Regional_Indicator}{2}|[\s\S])(?:\p{Default_Ignorable_Code_Point}*(?:[\p{M}\p{Emoji_Modifier}\u1160-\u11ff\ud7b0-\ud7fb]|\u200d\p{Extended_Pictographic}))*/gu;

function signsOf(text: string): readonly Sign[] {
  let foldedEnd = 0;
  return Array.from(text.matchAll(SIGNS), ({ 0: sign, index }) => {
    foldedEnd += fold(sign).length;
    return { start: index, end: index + sign.length, foldedEnd };
  });
}

function occurrencesOf(word: string, folded: string): readonly number[] {
  const places: number[] = [];
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) places.push(at);
  return places;
}

/** From the first sign that has a part in it to the last. */
function spanOf(signs: readonly Sign[], from: number, to: number): Sign {
  const first = signs[indexAfter(signs, from)];
  const last = signs[indexAfter(signs, to - 1)];
  if (!first || !last) throw new Error('a folded text is longer than its signs');
  return { start: first.start, end: last.end, foldedEnd: to };
}

/** The first sign whose folded text ends behind this place. */
function indexAfter(signs: readonly Sign[], place: number): number {
  let [low, high] = [0, signs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((signs[middle]?.foldedEnd ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

function joined(spans: readonly Sign[]): readonly Highlight[] {
  const highlights: { start: number; length: number }[] = [];
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start || other.end - one.end)) {
    const last = highlights.at(-1);
    if (last && start < last.start + last.length) last.length = Math.max(last.length, end - last.start);
    else highlights.push({ start, length: end - start });
  }
  return highlights;
}
