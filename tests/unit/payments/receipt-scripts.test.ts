import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createReceiptPrinter } from '../../../src/adapters/pdf/receipt-pdf.js';
import { readPdf, turnedRound } from '../../support/pdf-text.js';
import { receiptContent } from '../../support/receipt-content.js';

const AT = new Date('2026-11-21T03:00:00Z');
const printer = createReceiptPrinter();

const shown = async (name: string) =>
  readPdf(await printer.print(receiptContent({}, { buyer: { name, address: [] } }), AT));

/** Names from left to right: letters that stand in another order than they are typed, ligatures, marks, rare letters. */
const LEFT_TO_RIGHT = {
  latin: 'Office Łódź fflag',
  vietnamese: 'Nguyễn Thị Ánh Tuyết',
  african: 'Kɔfi Ŋmãã Ɗan ʻOkina Ọlá',
  marks: 'Ǆ a\u0323\u0302 q\u0307',
  greek: 'Ωμέγα Ἀθῆναι',
  cyrillic: 'Ђорђе Їжакевич Ѣ',
  devanagari: 'क्षितिज श्रीवास्तव र्क कि',
  bengali: 'শ্রেয়া চক্রবর্তী',
  gurmukhi: 'ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ',
  gujarati: 'કૃષ્ણ પટેલ',
  oriya: 'ଶ୍ରୀକାନ୍ତ',
  tamil: 'ஸ்ரீனிவாசன் கொ',
  telugu: 'శ్రీనివాస్ రెడ్డి',
  kannada: 'ಕೃಷ್ಣ ಶ್ರೀ',
  malayalam: 'ശ്രീകുമാർ ക്ഷേമ',
  sinhala: 'ශ්‍රී ලංකා ක්‍ෂ',
  thai: 'สมชาย น้ำใจ',
  lao: 'ນ້ຳ ສົມໄຊ',
  khmer: 'ស្រីមុំ ក្រៀង',
  myanmar: 'အောင်ဆန်း မြို့',
  armenian: 'Արամ Խաչատրյան',
  georgian: 'ნინო ბერიძე',
  ethiopic: 'ኃይለ ሥላሴ',
  han: '龘彧 𠮷田 賴赟㛃',
  japanese: 'さくら タナカ・ケン 髙橋',
  hangul: '김철수 뷁',
};
const RIGHT_TO_LEFT = {
  arabic: 'محمد علي الله لا',
  persian: 'نازنین می\u200cرود گیلانی',
  urdu: 'ڈاکٹر ٹیپو سلطان',
  pointedArabic: 'مُحَمَّد',
  hebrew: 'שרה כהן',
  pointedHebrew: 'שָׂרָה כֹּהֵן',
  thaana: 'މުޙައްމަދު',
};

describe('a name on a receipt', () => {
  for (const [script, name] of Object.entries(LEFT_TO_RIGHT)) {
    it(`is printed in ${script}, and copied as it was typed`, async () => {
      const { lines, unknown } = await shown(name);
      assert.ok(lines.includes(name.normalize('NFC')), JSON.stringify(lines.slice(0, 8)));
      assert.equal(unknown, 0);
      assert.deepEqual(printer.missing(name), []);
    });
  }

  for (const [script, name] of Object.entries(RIGHT_TO_LEFT)) {
    it(`runs to the left in ${script}, one code for each letter`, async () => {
      const { lines, unknown } = await shown(name);
      const turned = turnedRound(name.normalize('NFC'));
      // A text that ends in a vowel sign has a mark of direction at its end.
      assert.ok(
        lines.some((line) => line.replace(/^\u200f/, '') === turned),
        JSON.stringify(lines.slice(0, 8)),
      );
      assert.equal(unknown, 0);
      assert.deepEqual(printer.missing(name), []);
    });
  }

  it('keeps each part in its own direction, and brackets facing inwards', async () => {
    assert.ok((await shown('Ali علي Smith')).lines.includes(`Ali ${turnedRound('علي')} Smith`));
    assert.ok((await shown('علي Smith')).lines.includes(`Smith ${turnedRound('علي')}`));
    assert.ok((await shown('דוד (אבי)')).lines.includes(turnedRound('דוד (אבי)')));
  });

  it('breaks at blanks, between Han characters, and inside what is wider than the line', async () => {
    const { lines } = await shown('Wide Name '.repeat(11).trim());
    assert.ok(lines.filter((line) => line.startsWith('Wide Name') && line.endsWith('Name')).length >= 2);
    for (const unit of ['漢字', 'Ż', 'अक्षर', 'ك']) {
      const name = unit.repeat(Math.floor(110 / [...unit].length));
      const pieces = (await shown(name)).lines.filter((line) => [...unit].some((letter) => line.includes(letter)));
      assert.ok(pieces.length >= 2, `${unit} in ${pieces.length} lines`);
      const whole = pieces.map((line) => (unit === 'ك' ? turnedRound(line) : line)).join('');
      assert.ok(whole.includes(name));
    }
  });

  it('has no box for what no font has: it is left out, and named', async () => {
    const { lines, unknown } = await shown('Sam 😀 Zimmer 👩‍👩‍👧 \u{12000}');
    assert.ok(lines.includes('Sam Zimmer'), JSON.stringify(lines.slice(0, 8)));
    assert.equal(unknown, 0);
    assert.deepEqual(printer.missing('a😀b😀 👩‍👩‍👧 \u{12000}'), ['😀', '👩‍👩‍👧', '\u{12000}']);
    assert.deepEqual(printer.missing('Sam\u200d\ufe0f'), []);
    assert.deepEqual(printer.missing('\ud800'), ['\ud800']);
  });
});
