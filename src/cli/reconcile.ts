import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ProviderRefused, ProviderUnavailable } from '../adapters/payments/port.js';
import { reconciliationReport } from '../api/payments/reconciliation-presenter.js';
import { compose } from '../composition/compose.js';
import type { Core } from '../composition/core.js';
import { parseDuration } from '../config/durations.js';
import type { Settings } from '../config/schema.js';
import { SYSTEM } from '../domain/actor.js';
import { DomainError } from '../domain/errors.js';
import { toDecimal } from '../domain/money.js';
import { FINDINGS } from '../domain/payments/findings.js';
import { lastFullDays } from '../domain/payments/reconciliation.js';
import { compareVisits } from '../usecases/appointments/compare-visits.js';
import { type ReconciliationDetails, reportFor } from '../usecases/payments/reconciliation/read-reports.js';
import { type ReconcileInput, reconcile } from '../usecases/payments/reconciliation/reconcile.js';
import { assertSchema } from './preflight.js';
import { Unfit } from './unfit.js';

const USAGE = `reconcile takes --from and --to (a date, or a time such as 2026-11-21T09:00:00Z; the last three days when
left out), --grace (how old an event must be to count as lost, 2m) and --json.`;

/** Something waits for a person. */
const FLAGGED = 2;

/**
 * `reconcile --from <date> --to <date> [--grace 2m] [--json]`: the nightly comparison, by hand and of any window. Prints
 * the report; answers 0 when all agreed or was repaired, 2 when something waits for a person.
 */
export async function reconcileByHand(settings: Settings, args: readonly string[]): Promise<number> {
  const { input, json } = read(args, Date.now());
  // The worker's own role: by hand no more can be done than by night.
  const core = compose(settings, 'reconcile');
  try {
    await assertSchema(core.pool);
    const report = await run(core, input);
    console.log(json ? JSON.stringify(reconciliationReport(report), null, 2) : reportText(report));
    return report.flagged + report.more > 0 ? FLAGGED : 0;
  } finally {
    await core.close();
  }
}

async function run(core: Core, input: ReconcileInput): Promise<ReconciliationDetails> {
  try {
    const { id } = await reconcile({ ...core, compareSubjects: compareVisits, heartbeat: () => undefined })(input);
    const report = await core.unitOfWork.withScope(SYSTEM, (scope) => scope.reconciliationReports.find(id));
    if (!report) throw new Error('the report is gone');
    return reportFor(report, null);
  } catch (error) {
    if (error instanceof DomainError) throw new Unfit(error.message);
    const provider = error instanceof ProviderUnavailable || error instanceof ProviderRefused;
    throw provider
      ? new Unfit(`The payment provider did not answer: ${error.message}. Nothing is lost; try again.`)
      : error;
  }
}

function read(args: readonly string[], now: number): { readonly input: ReconcileInput; readonly json: boolean } {
  const values = parsed(args);
  const graceMs = values.grace === undefined ? undefined : parseDuration(values.grace);
  if (graceMs === null) throw new Unfit(USAGE);
  const { from = lastFullDays(now, 3).from, to = new Date(now).toISOString() } = values;
  const input = { id: randomUUID(), from, to, ...(graceMs === undefined ? {} : { graceMs }) };
  return { input, json: values.json ?? false };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { from: text, to: text, grace: text, json: { type: 'boolean' } } })
      .values;
  } catch {
    // Whatever was wrong with them: the sentence says what is right.
    throw new Unfit(USAGE);
  }
}

const HEAD = ['provider', 'currency', 'at provider', 'in ledger', 'difference'];

/** The report for a person at a terminal. */
export function reportText(report: ReconciliationDetails): string {
  const sums = report.sums.map(({ provider, currency, providerSum, ledgerSum, difference }) => [
    provider,
    currency,
    ...[providerSum, ledgerSum, difference].map(toDecimal),
  ]);
  const checked = Object.entries(report.checked).map(([what, count]) => `${count} ${what.replaceAll('_', ' ')}`);
  const { repaired, flagged, more } = report;
  return [
    `Reconciliation ${report.id}`,
    `${report.windowFrom.toISOString()} to ${report.windowTo.toISOString()}`,
    '',
    ...(sums.length > 0 ? table([HEAD, ...sums], 2) : ['No money moved.']),
    '',
    `Compared: ${checked.join(', ') || 'nothing'}`,
    ...report.findings.flatMap(findingLines),
    '',
    report.findings.length + more === 0
      ? 'Everything agrees.'
      : `${repaired} repaired, ${flagged} for a person${more > 0 ? `, ${more} more not listed` : ''}.`,
  ].join('\n');
}

function findingLines(finding: ReconciliationDetails['findings'][number]): string[] {
  const belongs = [
    finding.subjectId && `${finding.subjectKind} ${finding.subjectId}`,
    finding.orderId && `order ${finding.orderId}`,
  ].filter(Boolean);
  return [
    '',
    `${finding.action}: ${finding.code}, ${[finding.provider, finding.objectId].filter(Boolean).join(' ')}`,
    `  ${FINDINGS[finding.code]}`,
    `  ours: ${finding.expected ?? 'nothing'}; theirs: ${finding.found ?? 'nothing'}`,
    ...(belongs.length > 0 ? [`  ${belongs.join(', ')}`] : []),
  ];
}

/** Columns of equal width; from `figures` on they are aligned to the right. */
function table(rows: readonly (readonly string[])[], figures: number): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const pad = (text: string, column: number) =>
    column < figures ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('  '));
}
