/**
 * A name as it is compared: lower case, without accents, marks of trade and brackets, one blank between words and between a
 * number and its unit. `Panadol® 500MG` is `panadol 500 mg`.
 */
export function foldName(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/(\d)(?=(?:mg|g|ml|micrograms?|mcg|units?|mmol|iu|%)(?![a-z]))/g, '$1 ')
    .replaceAll(/[^\p{L}\p{N}.%/+-]+/gu, ' ')
    .trim();
}
