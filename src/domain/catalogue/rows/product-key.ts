/** What a row says of which product it is. */
export interface Identity {
  readonly code: string | null;
  readonly brand: string | null;
  readonly name: string | null;
  /** As printed, in one column or in one for each cannabinoid. */
  readonly strength: string | null;
  readonly pack: string | null;
}

/** By what the catalogue finds a product again: its code, else brand, name, strength and pack. Null without code and name. */
export function productKeyOf({ code, brand, name, strength, pack }: Identity): string | null {
  if (code !== null) return `code:${folded(code)}`;
  return name === null ? null : `name:${[brand, name, strength, pack].map((text) => folded(text ?? '')).join('|')}`;
}

/** Small letters without accents and blanks: `10 g` and `10g` are the same pack. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}|\s|\|/gu, '')
    .toLowerCase();
}
