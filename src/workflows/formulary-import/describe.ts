import type { ImportCounts } from '../../domain/formulary/imports/import.js';
import type { ImportState } from '../../domain/list-import-states.js';
import { END_OF_PAGE, words } from '../support/markdown.js';

interface ShownImport {
  readonly state: ImportState;
  readonly clinicId: string;
  readonly rows: { readonly total: number; readonly valid: number; readonly invalid: number } | null;
  readonly preview: ImportCounts | null;
  readonly heldBy: readonly string[];
  readonly failure: string | null;
}

const NEXT: Partial<Readonly<Record<ImportState, string>>> = {
  received: 'A worker reads the list.',
  reading: 'A worker reads the list.',
  previewed: 'An administrator of the clinic looks at the preview and applies or cancels it, by API.',
  applying: 'A worker writes it into the formulary, in one transaction.',
  undoing: 'A worker takes it back, in one transaction.',
};

/** The page that support staff read in the Temporal UI: how many, and what comes next. Nothing of what the list says. */
export function describeImport(
  importId: string,
  { state, clinicId, rows, preview, heldBy, failure }: ShownImport,
): string {
  return [
    `## Import of a list: ${words(state).toLowerCase()}`,
    NEXT[state] ?? 'Nothing is left to do.',
    '',
    `- Clinic: \`${clinicId}\``,
    ...(rows ? [`- Rows: ${rows.total}, of them ${rows.valid} good and ${rows.invalid} in error`] : []),
    ...(preview ? [`- Items: ${countsOf(preview)}`] : []),
    ...heldBy.map((code) => `- Held: ${words(code).toLowerCase()}`),
    ...(failure ? [`- Failed: \`${failure}\``] : []),
    `- Import: \`${importId}\`, by API: \`GET /api/v1/drugs/import/${importId}/\``,
    ...END_OF_PAGE,
  ].join('\n');
}

function countsOf({ created, updated, reactivated, deactivated, unchanged, needsReview }: ImportCounts): string {
  const counts = `${created} new, ${updated} changed, ${reactivated} active again, ${deactivated} inactive, ${unchanged} as they were`;
  return `${counts}; ${needsReview} without a known schedule`;
}
