import type { Figures } from '../rig/chat/figures.js';
import { sum } from '../rig/check/findings.js';
import type { Verdict } from '../rig/check/verdict.js';
import type { Tally } from '../rig/client.js';
import type { Facts } from '../rig/facts.js';
import { closingLines, listed, ruleTable, sorted, type TrialReport, trialReport } from '../rig/report.js';
import type { Deaths } from './destroyer.js';
import type { Options } from './options.js';

/** All that one run has shown. */
export interface Report extends TrialReport {
  readonly kills: Readonly<Record<string, number>>;
  readonly fail_points: Readonly<Record<string, number>>;
  readonly clients: Readonly<Record<string, number>>;
  readonly chat: Figures['counts'];
}

export interface Ran {
  readonly options: Options;
  readonly verdict: Verdict;
  readonly facts: Facts;
  readonly figures: Figures;
  readonly tally: Tally;
  readonly deaths: Deaths;
  readonly points: readonly string[];
  readonly times: Report['seconds'];
  readonly unrest: Readonly<Record<string, number>>;
}

export function reportOf(ran: Ran): Report {
  const { facts, figures, deaths } = ran;
  const clients: Record<string, number> = {};
  const add = (name: string) => {
    clients[name] = (clients[name] ?? 0) + 1;
  };
  for (const fact of facts.bookings) add(`bookings ${fact.outcome}`);
  for (const fact of facts.bookings) if (fact.statuses.length > 1) add('bookings asked for more than once');
  for (const fact of facts.orders) add(`orders ${fact.outcome}`);
  for (const fact of facts.changes) add(`${fact.kind} ${fact.outcome}`);
  for (const fact of facts.checkIns) add(`check-ins ${fact.outcome}`);
  const { prescriptions, cancels, supplies } = facts.prescribing;
  for (const fact of prescriptions) add(`prescriptions ${fact.outcome}`);
  for (const fact of prescriptions) if (fact.statuses.length > 1) add('prescriptions asked for more than once');
  for (const fact of cancels) add(`cancels of prescriptions ${fact.outcome}`);
  for (const fact of supplies) add(`supplies ${fact.outcome}`);
  const { uploads, decisions, looks } = facts.imports;
  for (const fact of uploads) add(`price lists ${fact.outcome}`);
  for (const fact of uploads) if (fact.statuses.length > 1) add('price lists sent more than once');
  for (const fact of decisions) add(`${fact.decision} of price lists ${fact.outcome}`);
  const { fetches, pulls, pullEnds } = facts.imports;
  for (const fact of pulls) add(`pulls ${fact.outcome}`);
  for (const { status } of fetches) add(`fetches answered ${status}`);
  for (const { result } of pullEnds) add(`pulls seen ${result}`);
  return {
    ...trialReport({ ...ran, seed: ran.options.seed, missing: missingOf(ran) }),
    kills: Object.fromEntries(deaths.byTarget),
    fail_points: Object.fromEntries(ran.points.map((point) => [point, deaths.byPoint.get(point) ?? 0])),
    clients: sorted({
      ...clients,
      'messages acknowledged': acknowledgedIn(facts),
      'looks at a price list': looks.length,
    }),
    chat: figures.counts,
  };
}

/** Chat messages whose senders know that they are stored. */
function acknowledgedIn({ chats }: Facts): number {
  return sum(
    chats.flatMap((chat) => chat.clients),
    (client) => client.acknowledged.length,
  );
}

/** A run that did less than it was asked to proves less: it does not pass. */
function missingOf({ options, facts, deaths, points, unrest }: Ran): string[] {
  const missing: string[] = [];
  const booked = facts.bookings.filter((fact) => fact.outcome === 'done').length;
  if (booked < options.bookings) missing.push(`${booked} of ${options.bookings} bookings`);
  const issued = facts.prescribing.prescriptions.filter((fact) => fact.outcome === 'done').length;
  if (issued < options.prescriptions) missing.push(`${issued} of ${options.prescriptions} prescriptions`);
  if (issued > 0 && !facts.prescribing.supplies.some((fact) => fact.outcome === 'done'))
    missing.push('nothing was supplied');
  const uploaded = facts.imports.uploads.filter((fact) => fact.outcome === 'done').length;
  if (uploaded < options.imports) missing.push(`${uploaded} of ${options.imports} price lists`);
  const undone = facts.imports.decisions.some((fact) => fact.decision === 'undo' && fact.outcome === 'done');
  if (uploaded > 0 && !undone) missing.push('no price list was taken back');
  const { pulls, fetches } = facts.imports;
  const pulled = pulls.filter((fact) => fact.outcome === 'done').length;
  if (pulled < options.pulls) missing.push(`${pulled} of ${options.pulls} pulls`);
  if (options.pulls > 0 && !fetches.some(({ status }) => status === 304))
    missing.push('no supplier had an unchanged list');
  const kills = [...deaths.byTarget.values()].reduce((sum, n) => sum + n, 0);
  if (kills < options.kills) missing.push(`${kills} of ${options.kills} random kills`);
  for (const point of points) {
    const died = deaths.byPoint.get(point) ?? 0;
    if (died < options.perPoint) missing.push(`${died} of ${options.perPoint} deaths at ${point}`);
  }
  for (const [what, n] of Object.entries(unrest)) missing.push(`never came to rest: ${n} ${what}`);
  if (options.bookings === 0) return missing;
  if (acknowledgedIn(facts) === 0) missing.push('no chat message was acknowledged');
  if (!facts.checkIns.some((fact) => fact.outcome === 'done')) missing.push('nobody checked in');
  return missing;
}

/** The report as people read it. */
export function textOf(report: Report): string {
  const lines = [
    '',
    ...ruleTable(report.rules),
    ...listed('random kill -9', report.kills),
    ...listed('deaths at fail points', report.fail_points),
    ...listed('what clients were answered', report.clients),
    ...listed('on sockets', report.chat),
    ...closingLines(report),
  ];
  return lines.join('\n');
}
