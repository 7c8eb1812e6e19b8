import type { Verdict } from './check/verdict.js';
import type { Tally } from './client.js';

/** What every run under faults has shown; figures only, so that it can be kept. */
export interface TrialReport {
  readonly seed: number;
  readonly passed: boolean;
  readonly seconds: { readonly load: number; readonly rest: number; readonly total: number };
  readonly answers: Readonly<Record<string, number>>;
  readonly slowest_answer_ms: number;
  /** Answers that should not be: no violation of an invariant, but worth a look. */
  readonly oddities: Readonly<Record<string, number>>;
  readonly counts: Verdict['counts'];
  readonly rules: Verdict['rules'];
  readonly violations: Verdict['violations'];
  /** What the run did not get done. */
  readonly missing: readonly string[];
}

/** Makes the part that every run has. */
export function trialReport(ran: {
  readonly seed: number;
  readonly verdict: Verdict;
  readonly tally: Tally;
  readonly times: TrialReport['seconds'];
  readonly missing: readonly string[];
}): TrialReport {
  const { verdict, tally, missing } = ran;
  return {
    seed: ran.seed,
    passed: verdict.violations.length === 0 && missing.length === 0,
    seconds: ran.times,
    answers: sorted(Object.fromEntries(tally.answers)),
    slowest_answer_ms: tally.slowestMs,
    oddities: tallied(tally.oddities),
    counts: sorted(verdict.counts),
    rules: verdict.rules,
    violations: verdict.violations,
    missing,
  };
}

/** What the text of every run ends with. */
export function closingLines(report: TrialReport): string[] {
  const { seed, seconds } = report;
  return [
    ...listed('answers', report.answers),
    ...listed('found at the end', report.counts),
    ...listed('oddities', report.oddities),
    '',
    `seed ${seed}; load ${seconds.load} s, rest ${seconds.rest} s, in all ${seconds.total} s; slowest answer ${report.slowest_answer_ms} ms`,
    ...report.violations.map(({ invariant, rule, about }) => `VIOLATION of ${invariant} (${rule}): ${about}`),
    ...report.missing.map((what) => `MISSING: ${what}`),
    report.passed ? 'passed: 0 violations' : `FAILED: ${report.violations.length} violations`,
  ];
}

/** What was looked at by which rule. */
export function ruleTable(rules: Verdict['rules']): string[] {
  const rows = rules.map(({ invariant, rule, looked, violations }) => [
    `${invariant}`,
    rule,
    `${looked}`,
    violations === 0 ? '0' : `${violations}  <<<`,
  ]);
  return table(['invariant', 'rule', 'looked at', 'violations'], rows);
}

/** Columns side by side. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

/** Counts by name, wrapped. */
export function listed(title: string, counts: Readonly<Record<string, number>>): string[] {
  const parts = Object.entries(counts).map(([name, n]) => `${name} ${n}`);
  if (parts.length === 0) return [];
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    if (line !== '' && line.length + part.length > 106) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? part : ` · ${part}`;
  }
  return ['', `  ${title}`, ...[...lines, line].map((text) => `    ${text}`)];
}

/** How often each value comes. */
function tallied(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return sorted(counts);
}

export function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a.localeCompare(b)));
}
