import type { Verdict } from './checker.js';
import type { Tally } from './client.js';
import type { Deaths } from './destroyer.js';
import type { Facts } from './facts.js';
import type { Options } from './options.js';

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

/** All that one run has shown. */
export interface Report extends TrialReport {
  readonly kills: Readonly<Record<string, number>>;
  readonly fail_points: Readonly<Record<string, number>>;
  readonly clients: Readonly<Record<string, number>>;
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

export interface Ran {
  readonly options: Options;
  readonly verdict: Verdict;
  readonly facts: Facts;
  readonly tally: Tally;
  readonly deaths: Deaths;
  readonly points: readonly string[];
  readonly times: Report['seconds'];
  readonly unrest: Readonly<Record<string, number>>;
}

export function reportOf(ran: Ran): Report {
  const { facts, deaths } = ran;
  const clients: Record<string, number> = {};
  const add = (name: string) => {
    clients[name] = (clients[name] ?? 0) + 1;
  };
  for (const fact of facts.bookings) add(`bookings ${fact.outcome}`);
  for (const fact of facts.bookings) if (fact.statuses.length > 1) add('bookings asked for more than once');
  for (const fact of facts.orders) add(`orders ${fact.outcome}`);
  for (const fact of facts.changes) add(`${fact.kind} ${fact.outcome}`);
  return {
    ...trialReport({ ...ran, seed: ran.options.seed, missing: missingOf(ran) }),
    kills: Object.fromEntries(deaths.byTarget),
    fail_points: Object.fromEntries(ran.points.map((point) => [point, deaths.byPoint.get(point) ?? 0])),
    clients: sorted(clients),
  };
}

/** A run that did less than it was asked to proves less: it does not pass. */
function missingOf({ options, facts, deaths, points, unrest }: Ran): string[] {
  const missing: string[] = [];
  const booked = facts.bookings.filter((fact) => fact.outcome === 'done').length;
  if (booked < options.bookings) missing.push(`${booked} of ${options.bookings} bookings`);
  const kills = [...deaths.byTarget.values()].reduce((sum, n) => sum + n, 0);
  if (kills < options.kills) missing.push(`${kills} of ${options.kills} random kills`);
  for (const point of points) {
    const died = deaths.byPoint.get(point) ?? 0;
    if (died < options.perFailPoint) missing.push(`${died} of ${options.perFailPoint} deaths at ${point}`);
  }
  for (const [what, n] of Object.entries(unrest)) missing.push(`never came to rest: ${n} ${what}`);
  return missing;
}

/** The report as people read it. */
export function textOf(report: Report): string {
  const lines = [
    '',
    ...ruleTable(report.rules),
    ...listed('random kill -9', report.kills),
    ...listed('deaths at fail points', report.fail_points),
    ...listed('what clients were told', report.clients),
    ...closingLines(report),
  ];
  return lines.join('\n');
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
