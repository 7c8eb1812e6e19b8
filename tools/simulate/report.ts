import type { Tally } from '../rig/client.js';
import { closingLines, listed, ruleTable, sorted, type TrialReport, table, trialReport } from '../rig/report.js';
import type { Audit } from './checker.js';
import type { Faults } from './faults.js';
import type { Options } from './options.js';
import type { Payer } from './payer.js';
import type { StoryName } from './plan.js';
import type { Reconciled } from './repair.js';

/** How the stories went, counted. */
export class Stories {
  readonly begun: Record<string, number> = {};
  /** Charges by story. */
  readonly charges: Record<string, number> = {};
  /** What was asked for, and how that ended. */
  readonly steps: Record<string, number> = {};
  captured = 0;

  begin(story: StoryName): void {
    add(this.begun, story, 1);
  }

  end(story: StoryName, cast: readonly Payer[]): void {
    for (const payer of cast) {
      this.captured += payer.captured;
      add(this.charges, story, payer.captured);
      for (const { what, outcome } of payer.steps) add(this.steps, `${what} ${outcome}`, 1);
    }
  }
}

function add(counts: Record<string, number>, name: string, n: number): void {
  counts[name] = (counts[name] ?? 0) + n;
}

/** All that one run has shown. */
export interface Report extends TrialReport {
  /** Charges that the banks made. */
  readonly payments: number;
  readonly stories: Readonly<Record<string, { readonly begun: number; readonly charges: number }>>;
  readonly steps: Readonly<Record<string, number>>;
  readonly kills: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly refunds_sent_again: number;
  /** The product's own reconciliation: after the run, and once more when its findings were repaired. */
  readonly reconciliation: { readonly first: Reconciled; readonly second: Reconciled };
  readonly money: Audit['money'];
}

export interface Ran {
  readonly options: Options;
  readonly audited: Audit;
  readonly stories: Stories;
  readonly faults: Faults;
  readonly tally: Tally;
  readonly times: Report['seconds'];
  readonly unrest: Readonly<Record<string, number>>;
  readonly retried: number;
  readonly found: Reconciled;
  readonly left: Reconciled;
}

export function reportOf(ran: Ran): Report {
  const { options, audited, stories, faults } = ran;
  const missing = missingOf(ran);
  return {
    ...trialReport({ ...ran, seed: options.seed, verdict: audited, missing }),
    payments: audited.charges,
    stories: Object.fromEntries(
      Object.entries(sorted(stories.begun)).map(([name, begun]) => [
        name,
        { begun, charges: stories.charges[name] ?? 0 },
      ]),
    ),
    steps: sorted(stories.steps),
    kills: sorted(Object.fromEntries(faults.kills)),
    faults: sorted(Object.fromEntries(faults.injected)),
    refunds_sent_again: ran.retried,
    reconciliation: { first: ran.found, second: ran.left },
    money: audited.money,
  };
}

/** A run that did less than it was asked to proves less: it does not pass. */
function missingOf({ options, audited, unrest, left }: Ran): string[] {
  const missing = Object.entries(unrest).map(([what, n]) => `never came to rest: ${n} ${what}`);
  if (audited.charges < options.payments) missing.push(`${audited.charges} of ${options.payments} payments`);
  if (left.repaired > 0) missing.push(`${left.repaired} findings that one reconciliation did not repair`);
  return missing;
}

/** The report as people read it. */
export function textOf(report: Report): string {
  const { reconciliation } = report;
  const stories = Object.entries(report.stories).map(([name, { begun, charges }]) => [name, `${begun}`, `${charges}`]);
  const money = report.money.map((line) => [
    line.provider,
    line.currency,
    line.kind,
    ...[line.bank, line.ledger, line.difference].map((amount) => (amount / 100).toFixed(2)),
  ]);
  const found = (one: Reconciled) => ({ repaired: one.repaired, flagged: one.flagged, ...one.findings });
  const lines = [
    '',
    ...table(['story', 'begun', 'charges'], stories),
    '',
    ...table(['provider', 'currency', 'money', 'bank', 'ledger', 'difference'], money),
    '',
    ...ruleTable(report.rules),
    ...listed('kill -9', report.kills),
    ...listed('faults of the banks', report.faults),
    ...listed('what patients and staff were answered', report.steps),
    ...listed('first reconciliation', found(reconciliation.first)),
    ...listed('second reconciliation', found(reconciliation.second)),
    '',
    `  ${report.payments} payments, refunds of ${report.refunds_sent_again} appointments sent again`,
    ...closingLines(report),
  ];
  return lines.join('\n');
}
