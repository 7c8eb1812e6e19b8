/** Why no product could be read from a file that is a table, and what whoever sent it can do: the one table of these sentences. */
export const LIST_FAILURES = {
  no_header: {
    message: 'No row of headings was found in the first 15 rows of a visible sheet.',
    hint: 'A price list needs headings: a column with the code or name of each product, and one with its wholesale price.',
  },
  layout_unknown: {
    message: 'No mapping knows the headings of this list.',
    hint: 'Choose the supplier if the list is one of theirs, or store a mapping: the one that is proposed is a start.',
  },
  layout_mismatch: {
    message: 'The headings are those of another supplier.',
    hint: 'Import the list under the supplier that was recognised, or ask whoever sent it whether it is the right file.',
  },
  no_products: {
    message: 'No row of this list is a product that can be imported.',
    hint: 'The errors say what is wrong with each row.',
  },
} as const;

export type ListFailureCode = keyof typeof LIST_FAILURES;
