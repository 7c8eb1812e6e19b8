import type { ImportPreview } from '../../domain/catalogue/imports.js';
import type { ImportState } from '../../domain/list-import-states.js';
import { END_OF_PAGE, words } from '../support/markdown.js';

interface ShownImport {
  readonly state: ImportState;
  readonly clinicId: string;
  readonly supplier: string | null;
  readonly fileName: string;
  readonly rows: { readonly total: number; readonly valid: number; readonly invalid: number } | null;
  readonly preview: ImportPreview | null;
  readonly heldBy: readonly string[];
  readonly failure: string | null;
  readonly hasUndoFailed: boolean;
}

const NEXT: Partial<Readonly<Record<ImportState, string>>> = {
  received: 'A worker reads the list. It can be cancelled.',
  reading: 'A worker reads the list. It can be cancelled.',
  previewed:
    'Somebody who manages the catalogue looks at the preview, and applies or cancels it. The updates `apply` and `cancel` do the same.',
  applying: 'A worker writes it into the catalogue, in one transaction.',
  applied:
    'It is in the catalogue. The update `undo` takes it back whole, while no later import of the supplier stands on it.',
  undoing: 'A worker takes it back, in one transaction.',
};

const UNDO_FAILED =
  '- The last undo failed, and nothing was taken back: the failed step in the history says why. Once that is mended, ask for it again.';

/** The page that support staff read in the Temporal UI: whose list, how many, and what comes next. Nothing of what the list says. */
export function describeSupplierImport(importId: string, shown: ShownImport): string {
  const { state, clinicId, supplier, fileName, rows, preview, heldBy, failure, hasUndoFailed } = shown;
  return [
    `## Price list: ${words(state).toLowerCase()}`,
    NEXT[state] ?? 'Nothing is left to do.',
    '',
    `- Supplier: ${supplier === null ? 'not recognised yet' : `\`${supplier}\``}`,
    // A person has named it: nothing in it is markup.
    `- File: \`${fileName.replaceAll('`', "'")}\``,
    `- Clinic: \`${clinicId}\``,
    ...(rows ? [`- Rows: ${rows.total}, of them ${rows.valid} good and ${rows.invalid} in error`] : []),
    ...(preview ? [`- Products: ${countsOf(preview)}`] : []),
    ...heldBy.map((code) => `- Held: ${words(code).toLowerCase()}`),
    ...(failure ? [`- Failed: \`${failure}\``] : []),
    ...(hasUndoFailed && state === 'applied' ? [UNDO_FAILED] : []),
    `- Import: \`${importId}\`, by API: \`GET /api/v1/supplier-products/imports/${importId}/\``,
    ...END_OF_PAGE,
  ].join('\n');
}

function countsOf({ created, updated, reactivated, deactivated, unchanged, priceChanges }: ImportPreview): string {
  const counts = `${created} new, ${updated} changed, ${reactivated} active again, ${deactivated} inactive, ${unchanged} as they were`;
  return `${counts}; ${priceChanges} with another price`;
}
