import type { Figures } from '../rig/chat/figures.js';
import type { Seen } from '../rig/chat/seen.js';
import type { Verdict } from '../rig/check/verdict.js';
import type { Tally } from '../rig/client.js';
import { closingLines, listed, ruleTable, type TrialReport, table, trialReport } from '../rig/report.js';
import { VICTIMS, type Victim } from './destroyer.js';
import type { Options } from './options.js';

/** All that one run has shown. */
export interface Report extends TrialReport {
  readonly clients: number;
  readonly rooms: number;
  readonly rate: number;
  /** In this order. */
  readonly kills: Readonly<Record<string, number>>;
  readonly chat: Figures['counts'] & { readonly reconnects: number };
  /** From the first attempt on, and with everything that was down meanwhile. */
  readonly milliseconds: Figures['milliseconds'];
}

export interface Ran {
  readonly options: Options;
  readonly verdict: Pick<Verdict, 'rules' | 'violations'>;
  readonly seen: Seen;
  readonly figures: Figures;
  readonly tally: Tally;
  readonly killed: readonly Victim[];
  readonly times: Report['seconds'];
  readonly isQuiet: boolean;
}

export function reportOf(ran: Ran): Report {
  const { options, seen, figures, tally } = ran;
  const { clients, rooms, rate, seed } = options;
  const counts = {
    messages: seen.rooms.reduce((sum, { messages }) => sum + messages.length, 0),
    'held by clients': seen.clients.reduce((sum, { holds }) => sum + holds.size, 0),
  };
  tally.oddities.push(...figures.oddities);
  return {
    ...trialReport({ ...ran, seed, verdict: { ...ran.verdict, counts }, missing: missingOf(ran) }),
    ...{ clients, rooms, rate, milliseconds: figures.milliseconds },
    kills: Object.fromEntries(ran.killed.map((victim) => [victim, 1])),
    chat: { ...figures.counts, reconnects: figures.counts.connections - clients },
  };
}

/** A run that did less than it was asked to proves less: it does not pass. */
function missingOf({ options, figures, killed, isQuiet }: Ran): string[] {
  const missing: string[] = [];
  const { messages, edits, repeats, renewals, connections } = figures.counts;
  const wanted = options.rate * options.seconds;
  if (messages < wanted) missing.push(`${messages} of ${wanted} messages`);
  if (connections < options.clients) missing.push(`${connections} of ${options.clients} connections`);
  for (const victim of VICTIMS) if (!killed.includes(victim)) missing.push(`the end of ${victim}`);
  for (const [what, n] of Object.entries({ edits, repeats, renewals })) if (n === 0) missing.push(what);
  if (!isQuiet) missing.push('rest: clients were not connected, or still had something to send');
  return missing;
}

/** The report as people read it. */
export function textOf(report: Report): string {
  const times = Object.entries(report.milliseconds).map(([what, { p50, p99, longest }]) => [
    what,
    `${p50} ms`,
    `${p99} ms`,
    `${longest} ms`,
  ]);
  const lines = [
    '',
    ...ruleTable(report.rules),
    ...listed('chat', { clients: report.clients, rooms: report.rooms, ...report.chat }),
    ...listed('kill -9, in this order', report.kills),
    '',
    ...table(['from the first attempt to', 'p50', 'p99', 'longest'], times),
    ...closingLines(report),
  ];
  return lines.join('\n');
}
