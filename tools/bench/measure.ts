/** How long calls took, one by one and together. */
export interface Measured {
  readonly latenciesMs: readonly number[];
  readonly elapsedMs: number;
}

/** Makes `count` calls, `width` of them at a time. */
export async function measure(count: number, width: number, call: () => Promise<void>): Promise<Measured> {
  const latenciesMs: number[] = [];
  let left = count;
  const begun = performance.now();
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      await call();
      latenciesMs.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return { latenciesMs, elapsedMs: performance.now() - begun };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value that `rank` of a hundred do not exceed. */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * rank) / 100) - 1)] ?? Number.NaN;
}

export function perSecond({ latenciesMs, elapsedMs }: Measured): number {
  return (latenciesMs.length / elapsedMs) * 1000;
}
