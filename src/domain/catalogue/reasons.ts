import type { RowError, RowWarning } from './list.js';

/**
 * What is wrong with a cell or a row, by its code and the case of it, in sentences that a manager understands: the one table of
 * them. A code with one case has `is`.
 */
export const REASONS = {
  identity_missing: {
    is: 'The row has neither a product code nor a product name.',
  },
  price_missing: {
    is: 'There is no wholesale price.',
  },
  price_invalid: {
    unreadable: 'The price is not one plain amount such as 46.33.',
    range: 'The price is a range or more than one amount: there must be one.',
    comma: 'A comma separates thousands and stands before three digits; cents follow a point, as in 4.20.',
    words: 'The price has words in it that are neither a currency nor GST.',
    zero: 'The price is 0.',
    negative: 'The price is negative.',
    tooHigh: 'The price is over 1,000,000.',
    gst: 'The price says something else about GST than the prices of this supplier do.',
    retailNegative: 'The retail price is negative.',
  },
  currency_conflict: {
    is: 'The price is in another currency than the list of this supplier.',
  },
  stock_invalid: {
    negative: 'The stock is negative.',
    fraction: 'The stock is not a whole number.',
  },
  schedule_conflict: {
    categoryOne: 'A product of category 1 is in Schedule 4 (or 3), and this row says another schedule.',
    otherCategory: 'A product of categories 2 to 5 is in Schedule 8, and this row says another schedule.',
  },
  category_conflict: {
    is: 'The share of CBD in THC and CBD does not belong to this category.',
  },
  duplicate_row: {
    is: 'This product stands in {where} already, with other values: the first one counts.',
  },
  strength_unreadable: {
    is: 'There is neither a strength with its unit nor a category.',
  },
  code_damaged: {
    date: 'Excel has made a date of the code: format the cells as text and write it again.',
    exponent:
      'The last digits of the code are lost in a number such as 9.31E+12: format the cells as text and write it again.',
  },
  cell_error: {
    error: 'The cell holds an error of Excel: correct its formula, or write the value.',
    no_value: 'The cell holds a formula whose result is not in the file: open the file in Excel and save it again.',
  },
  text_too_long: {
    is: 'The text has more than 500 characters.',
    description: 'The description has more than 2,000 characters.',
  },
  unit_unusual: {
    is: 'This unit is unusual for the dose form: it is kept, and no price per mg is computed.',
  },
  stock_unreadable: {
    is: 'The stock is neither a number nor words that are known for this supplier: it is taken as unknown.',
  },
  retail_unreadable: {
    is: 'The retail price is not one plain amount: it is left out.',
  },
  strength_unclear: {
    unreadable: 'The strength cannot be read in one way only: its text is kept, and no amount is taken from it.',
    unit: 'The strength has no unit that is certain: no price per mg is computed.',
    contradiction: 'Two columns of this row say different strengths: no amount is taken from them.',
  },
  gtin_invalid: {
    is: 'This is no GTIN: it has 8, 12, 13 or 14 digits, and the last one checks the others. It is left out.',
  },
  code_unusual: {
    is: 'The code does not look like the codes of this supplier.',
  },
  row_hidden: {
    is: 'A filter hides this row in Excel: it is read all the same.',
  },
  column_ambiguous: {
    is: 'Two columns mean the same: the first one counts.',
  },
  price_change: {
    is: 'The price differs much from the one before.',
  },
} as const satisfies Readonly<Record<RowError | RowWarning, Readonly<Record<string, string>>>>;

/** Which sentence of the table. */
export type Reason = {
  readonly [Code in keyof typeof REASONS]: { readonly code: Code; readonly why: keyof (typeof REASONS)[Code] };
}[keyof typeof REASONS];

/** The sentence of a reason; `where` is the other place, of a reason that has one. */
export function sentenceOf({ code, why }: Reason, where = 'an earlier row'): string {
  const sentences: Readonly<Record<string, string>> = REASONS[code];
  return (sentences[why] ?? code).replace('{where}', where);
}
