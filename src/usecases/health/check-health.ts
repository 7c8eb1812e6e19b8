/** One thing that requests depend on; resolves when it is fine, with its own figure of milliseconds if it has one. */
export type HealthProbe = () => Promise<unknown>;

export interface DependencyHealth {
  readonly healthy: boolean;
  readonly response_time_ms: number;
}

export interface HealthReport {
  readonly overall_status: 'healthy' | 'degraded';
  readonly dependencies: Readonly<Record<string, DependencyHealth>>;
}

const PATIENCE_MS = 3_000;

/** Asks every dependency at once; one that does not answer in time is not healthy. */
export function checkHealth(probes: Readonly<Record<string, HealthProbe>>) {
  return async (): Promise<HealthReport> => {
    const results = await Promise.all(
      Object.entries(probes).map(async ([name, probe]) => [name, await ask(probe)] as const),
    );
    const dependencies = Object.fromEntries(results);
    const healthy = results.every(([, result]) => result.healthy);
    return { overall_status: healthy ? 'healthy' : 'degraded', dependencies };
  };
}

async function ask(probe: HealthProbe): Promise<DependencyHealth> {
  const begun = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
  });
  const healthy = await Promise.race([probe(), late]).then(
    () => true,
    // Which dependency, and since when, is what the report says; its own error is in its own log.
    () => false,
  );
  clearTimeout(timer);
  return { healthy, response_time_ms: Math.round(performance.now() - begun) };
}
