import type { Hold, ImportCounts, ImportFailure } from '../../domain/catalogue/imports.js';
import type { RowProblem } from '../../domain/catalogue/list.js';
import type { DomainError } from '../../domain/errors.js';
import type { ImportView } from '../../usecases/catalogue/imports/read-imports.js';

const IMPORTS = '/api/v1/supplier-products/imports';

const HOLDS: Readonly<Record<Hold['code'], (hold: Hold) => string>> = {
  many_errors: ({ count, limit }) => `${count} rows are in error; more than ${limit} % wait for a person`,
  many_deactivated: ({ count, limit }) =>
    `${count} products would turn inactive; more than ${limit} % of the supplier's wait for a person`,
  price_jump: ({ count, limit }) => `the price of ${count} products changes by more than ${limit} %`,
  older_list: () => 'the list is older than the one in force',
};

/** What a list says and would change: each row in error, then the counts and what holds it. */
export function previewText(found: ImportView, errors: readonly RowProblem[]): string {
  const { id, supplier, fileName, effectiveFrom, coverage, report } = found;
  return plain([
    ...(errors.length > 0 ? ['Rows in error:', ...errors.map(problemLine), ''] : []),
    `Import:   ${id}`,
    `File:     ${fileName}`,
    `Supplier: ${supplier ?? 'not recognised'}`,
    ...(effectiveFrom === null ? [] : [`List of:  ${effectiveFrom}`]),
    ...(coverage === null ? [] : [`Coverage: ${coverage}`]),
    ...(report
      ? [
          `Rows:     ${report.rowsTotal}: ${report.rowsValid} good, ${report.rowsInvalid} in error, ${report.rowsSkipped} skipped`,
          `Changes:  ${countsText(report.preview)}, ${report.preview.priceChanges} with another price`,
          ...(report.warningsTotal > 0 ? [warningsLine(found, report.warningsTotal)] : []),
          ...report.heldBy.map((hold) => `Held:     ${hold.code}: ${HOLDS[hold.code](hold)}`),
        ]
      : []),
  ]);
}

/** What has become of an import, behind its preview. */
export function outcomeText(found: ImportView): string {
  const { id, state, supplier, done, failure } = found;
  if (failure) return plain(failureLines(failure));
  switch (state) {
    case 'applied':
      return `Applied:  ${done ? countsText(done) : 'nothing'}\nTake it back: npm run import -- --undo ${id} --reason <text>`;
    case 'undone':
      return plain([
        `Import ${id} of ${supplier ?? 'a supplier'} is taken back: the catalogue is as it was before it.`,
      ]);
    case 'cancelled':
      return `Import ${id} is cancelled: nothing has changed.`;
    default:
      return `Import ${id} is ${state}: nothing has changed yet.\nApply it: POST ${IMPORTS}/${id}/apply/, or cancel it: POST ${IMPORTS}/${id}/cancel/`;
  }
}

function countsText(counts: ImportCounts): string {
  return [
    `${counts.created} new`,
    `${counts.updated} changed`,
    `${counts.deactivated} inactive`,
    `${counts.reactivated} active again`,
    `${counts.unchanged} as they were`,
    `${counts.categoriesCreated} new categories`,
  ].join(', ');
}

function problemLine({ sheet, row, column, heading, value, code, reason }: RowProblem): string {
  const at = [`${sheet}, row ${row}`];
  if (column !== null) at.push(`column ${column}${heading === null ? '' : ` (${heading})`}`);
  return `  ${at.join(', ')}: ${value === null ? '' : `"${value}" `}${code}. ${reason}`;
}

function warningsLine({ id, problems }: ImportView, total: number): string {
  const codes = [...new Set(problems.warnings.map(({ code }) => code))].join(', ');
  return `Warnings: ${total} (${codes}), by API: GET ${IMPORTS}/${id}/errors/?kind=warning`;
}

function failureLines({ code, message, hint, details = {} }: ImportFailure): string[] {
  const { layout, detected, recognised, row, limit } = details;
  const said = { detected, recognised, row, limit };
  return [
    `Failed:   ${code}: ${message}`,
    `          ${hint}`,
    ...Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [`          ${name}: ${value}`])),
    ...(layout
      ? [
          `          headings in row ${layout.headerRow} of ${layout.sheet}: ${layout.headings.join(' | ')}`,
          'A mapping to start from:',
          ...JSON.stringify(layout.proposed, null, 2).split('\n'),
        ]
      : []),
  ];
}

/** A file must not steer the terminal that shows it: control characters, and those that turn the direction of a line. */
function plain(lines: readonly string[]): string {
  return lines.map((line) => line.replaceAll(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')).join('\n');
}

/** 0: every row is good; 2: rows are in error, or something holds the list; 1: it is not in the catalogue and will not be. */
export function exitCodeOf({ state, report }: ImportView): 0 | 1 | 2 {
  if (state === 'failed' || state === 'cancelled') return 1;
  const isHeld = state === 'previewed' && report !== null && report.heldBy.length > 0;
  return isHeld || (report !== null && report.rowsInvalid > 0) ? 2 : 0;
}

/** A refusal with the imports that it names. */
export function refusalText({ message, details: { blockedBy, importId } }: DomainError): string {
  const later = blockedBy?.map((one) => `  ${one.importId}, applied at ${one.appliedAt}`) ?? [];
  return [message, ...later, ...(importId === undefined ? [] : [`  ${importId}`])].join('\n');
}
