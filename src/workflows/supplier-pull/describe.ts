import { isPullFailureCode, PULL_FAILURES } from '../../domain/catalogue/sources/pull-failures.js';
import { END_OF_PAGE } from '../support/markdown.js';
import type { SupplierPullInput, SupplierPullResult } from './contract.js';

/** The page that support staff read in the Temporal UI: whose list, and what became of it. */
export function describeSupplierPull(
  { clinicId, supplier }: SupplierPullInput,
  outcome: SupplierPullResult | null,
): string {
  return [
    `## Price list of \`${supplier}\`: ${outcome?.result ?? 'not fetched any more'}`,
    sentenceOf(outcome),
    '',
    `- Clinic: \`${clinicId}\``,
    ...(outcome?.importId
      ? [`- Import: \`${outcome.importId}\`, workflow \`supplier-import/${outcome.importId}\``]
      : []),
    `- Source, by API: \`GET /api/v1/supplier-products/suppliers/${supplier}/source/\``,
    ...END_OF_PAGE,
  ].join('\n');
}

function sentenceOf(outcome: SupplierPullResult | null): string {
  switch (outcome?.result) {
    case 'imported':
      return 'The list was fetched, and its import has begun.';
    case 'unchanged':
      return 'The list is the one that was imported last, so that nothing was imported.';
    case 'failed':
      return isPullFailureCode(outcome.error) ? PULL_FAILURES[outcome.error].message : 'It failed.';
    default:
      return 'There is no such source any more: its Schedule is gone, too.';
  }
}
