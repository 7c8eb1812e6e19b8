export const PRICE_BASES = ['ex_gst', 'inc_gst', 'gst_free'] as const;
/** Whether the wholesale prices of a list hold GST (10 %). */
export type PriceBasis = (typeof PRICE_BASES)[number];

const WORDS: readonly (readonly [words: RegExp, basis: PriceBasis])[] = [
  [/[([]?\b(?:GST[\s-]*free|no[\s-]+GST)\b[)\]]?/giu, 'gst_free'],
  [/[([]?\bGST[\s-]*(?:ex(?:cl(?:uded|usive)?)?)\b\.?[)\]]?/giu, 'ex_gst'],
  [/[([]?(?:\+|\bplus\b|\bex(?:cl(?:uding|usive)?(?:\s+of)?)?\b\.?)[\s-]*GST\b\.?[)\]]?/giu, 'ex_gst'],
  [
    /[([]?\b(?:inc(?:l(?:uding|usive)?(?:\s+of)?)?|with)\b\.?[\s-]*GST\b\.?[)\]]?|[([]?\bGST[\s-]*inc(?:l(?:uded|usive)?)?\b\.?[)\]]?/giu,
    'inc_gst',
  ],
];

/** Which words about GST go with a list's basis; a price that is free of GST holds none. */
const ALLOWED: Readonly<Record<PriceBasis, readonly PriceBasis[]>> = {
  ex_gst: ['ex_gst', 'gst_free'],
  inc_gst: ['inc_gst'],
  gst_free: ['ex_gst', 'gst_free'],
};

/** What a text says about GST, and what is left of it. */
export function gstIn(text: string): { readonly rest: string; readonly said: readonly PriceBasis[] } {
  if (!/gst/i.test(text)) return { rest: text.trim(), said: [] };
  const said: PriceBasis[] = [];
  let rest = text;
  for (const [words, basis] of WORDS) {
    const left = rest.replaceAll(words, ' ');
    if (left !== rest) said.push(basis);
    rest = left;
  }
  return { rest: rest.trim(), said };
}

/** Whether what is said about GST goes with the basis of a list. */
export function gstAllowed(said: readonly PriceBasis[], basis: PriceBasis): boolean {
  return said.every((one) => ALLOWED[basis].includes(one));
}
