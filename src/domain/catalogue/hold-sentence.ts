import type { Hold } from './imports.js';

/** Why an import waits, as a person reads it. */
export function holdSentence({ code, count, limit }: Hold): string {
  switch (code) {
    case 'many_errors':
      return `${rows(count)} in error, more than ${limit} % of the list.`;
    case 'many_deactivated':
      return `${products(count)} would turn inactive, more than ${limit} % of the supplier's active ones.`;
    case 'price_jump':
      return `The wholesale price of ${products(count)} changes by more than ${limit} %.`;
    case 'older_list':
      return 'The list is older than the one in the catalogue: by its own date, or because it was fetched before.';
  }
}

function rows(count: number): string {
  return count === 1 ? '1 row is' : `${count} rows are`;
}

function products(count: number): string {
  return count === 1 ? '1 product' : `${count} products`;
}
