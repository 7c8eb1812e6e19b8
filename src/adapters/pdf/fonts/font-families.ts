/** The two weights that documents use. */
export type Weight = 'regular' | 'strong';

/** A font family: for which characters it is asked, and the file of each weight, as a package path. */
export interface FontFamily {
  readonly name: string;
  /** Matches a character that this family is made for. */
  readonly characters: RegExp;
  readonly files: Readonly<Record<Weight, string>>;
}

const FONTS = '@expo-google-fonts';

/** Everything is printed in Inter as far as Inter has the letters: Latin, Vietnamese, Greek and Cyrillic. */
export const BODY_FAMILY: FontFamily = family('inter', 'Inter', /./su, '600SemiBold');

/** Its package has no folder for each weight. */
const KOSUGI = `${FONTS}/kosugi/Kosugi_400Regular.ttf`;
const EAST_ASIAN = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}]/u;

/**
 * Families for the characters that Inter lacks. A character is printed in the first family here whose pattern matches it
 * and that has it. All are under the SIL Open Font License.
 */
export const FALLBACK_FAMILIES: readonly FontFamily[] = [
  family('noto-sans', 'NotoSans', /[\p{scx=Latin}\p{scx=Greek}\p{scx=Cyrillic}\p{scx=Common}\p{scx=Inherited}]/u),
  family('amiri', 'Amiri', /\p{scx=Arabic}/u, '700Bold'),
  family('noto-sans-hebrew', 'NotoSansHebrew', /\p{scx=Hebrew}/u),
  family('noto-sans-devanagari', 'NotoSansDevanagari', /\p{scx=Devanagari}/u),
  family('noto-sans-bengali', 'NotoSansBengali', /\p{scx=Bengali}/u),
  family('noto-sans-gurmukhi', 'NotoSansGurmukhi', /\p{scx=Gurmukhi}/u),
  family('noto-sans-gujarati', 'NotoSansGujarati', /\p{scx=Gujarati}/u),
  family('noto-sans-oriya', 'NotoSansOriya', /\p{scx=Oriya}/u),
  family('noto-sans-tamil', 'NotoSansTamil', /\p{scx=Tamil}/u),
  family('noto-sans-telugu', 'NotoSansTelugu', /\p{scx=Telugu}/u),
  family('noto-sans-kannada', 'NotoSansKannada', /\p{scx=Kannada}/u),
  family('noto-sans-malayalam', 'NotoSansMalayalam', /\p{scx=Malayalam}/u),
  family('noto-sans-sinhala', 'NotoSansSinhala', /\p{scx=Sinhala}/u),
  family('noto-sans-thai', 'NotoSansThai', /\p{scx=Thai}/u),
  family('noto-sans-lao', 'NotoSansLao', /\p{scx=Lao}/u),
  family('noto-sans-khmer', 'NotoSansKhmer', /\p{scx=Khmer}/u),
  family('noto-sans-myanmar', 'NotoSansMyanmar', /\p{scx=Myanmar}/u),
  family('noto-sans-armenian', 'NotoSansArmenian', /\p{scx=Armenian}/u),
  family('noto-sans-georgian', 'NotoSansGeorgian', /\p{scx=Georgian}/u),
  family('noto-sans-ethiopic', 'NotoSansEthiopic', /\p{scx=Ethiopic}/u),
  family('noto-sans-thaana', 'NotoSansThaana', /\p{scx=Thaana}/u),
  family('nanum-gothic', 'NanumGothic', /\p{scx=Hangul}/u, '700Bold'),
  // One family for every Han character of China, Taiwan, Hong Kong and Japan, rare ones of names included: 12 MB, in one
  // weight. Fonts for each country apart would take 200 MB.
  family('chocolate-classical-sans', 'ChocolateClassicalSans', EAST_ASIAN, '400Regular'),
  // The middle dot and the signs of half width that the one above has not.
  { name: 'Kosugi', characters: EAST_ASIAN, files: { regular: KOSUGI, strong: KOSUGI } },
];

function family(folder: string, file: string, characters: RegExp, strong = '600SemiBold'): FontFamily {
  const path = (weight: string) => `${FONTS}/${folder}/${weight}/${file}_${weight}.ttf`;
  return { name: file, characters, files: { regular: path('400Regular'), strong: path(strong) } };
}
