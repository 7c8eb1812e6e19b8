import { cpus, loadavg, totalmem } from 'node:os';
import { table } from '../rig/report.js';
import { median } from './measure.js';

export interface Comparison {
  readonly what: string;
  readonly unit: string;
  /** One figure a round, in the same order on both sides. */
  readonly ours: readonly number[];
  readonly bare: readonly number[];
  readonly target: { readonly atMost: number } | { readonly atLeast: number };
}

export interface Verdict {
  readonly what: string;
  readonly unit: string;
  readonly keepwell: number;
  readonly bare: number;
  /** Median of the rounds' ratios: a round's two sides met the same machine. */
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
  readonly target: string;
  readonly verdict: 'pass' | 'FAIL';
}

export function judge({ what, unit, ours, bare, target }: Comparison): Verdict {
  const ratios = ours.map((one, round) => one / (bare[round] ?? Number.NaN));
  const ratio = median(ratios);
  const sides = { keepwell: median(ours), bare: median(bare) };
  const span = { ratio, lowest: Math.min(...ratios), highest: Math.max(...ratios) };
  const [met, words] =
    'atMost' in target
      ? [ratio <= target.atMost, `at most ${target.atMost.toFixed(2)}`]
      : [ratio >= target.atLeast, `at least ${target.atLeast.toFixed(2)}`];
  return { what, unit, ...sides, ...span, target: words, verdict: met ? 'pass' : 'FAIL' };
}

/** What a reader must know before comparing two runs. */
export function machineNotes(): readonly string[] {
  const all = cpus();
  return [
    `${all.length} x ${all[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GB, ${process.platform}, Node ${process.version}`,
    `load average at the start ${loadavg()
      .map((one) => one.toFixed(1))
      .join(', ')}: clients and servers share these cores, so compare ratios`,
    'PostgreSQL with fsync on; Temporal dev server in memory; mail taken by a sink; limits, logs and encryption on',
  ];
}

const COLUMNS = ['', 'unit', 'keepwell', 'bare', 'ratio', 'rounds', 'target', ''] as const;

export function tableOf(verdicts: readonly Verdict[]): string {
  const figure = (value: number) => (value < 100 ? value.toFixed(1) : value.toFixed(0));
  const rows = verdicts.map((one) => [
    one.what,
    one.unit,
    figure(one.keepwell),
    figure(one.bare),
    one.ratio.toFixed(2),
    `${one.lowest.toFixed(2)}-${one.highest.toFixed(2)}`,
    one.target,
    one.verdict,
  ]);
  return table(COLUMNS, rows).join('\n');
}
