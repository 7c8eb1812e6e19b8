/** Figures of a dependency beside its state. */
export type HealthFigures = Readonly<Record<string, unknown>>;

/** One thing that requests depend on; resolves when it is fine, with its figures if it has some. */
export type HealthProbe = () => Promise<HealthFigures | undefined>;

/** A probe's failure that still has figures to show. */
export class Unhealthy extends Error {
  override readonly name = 'Unhealthy';
  constructor(
    message: string,
    readonly figures: HealthFigures,
  ) {
    super(message);
  }
}

export interface DependencyHealth {
  readonly healthy: boolean;
  readonly responseTimeMs: number;
  readonly figures: HealthFigures;
}

/** `critical`: something is missing without which nothing works; `degraded`: something else is. */
export type OverallHealth = 'healthy' | 'degraded' | 'critical';

export interface HealthReport {
  readonly overall: OverallHealth;
  readonly checkedAt: Date;
  readonly dependencies: Readonly<Record<string, DependencyHealth>>;
  /** The names of the dependencies that are not healthy. */
  readonly ill: readonly string[];
}

export interface HealthDeps {
  readonly probes: Readonly<Record<string, HealthProbe>>;
  /** Names of the probes without which nothing works. */
  readonly vital: readonly string[];
  readonly now: () => Date;
}

const PATIENCE_MS = 3_000;

/** Asks every dependency at once; one that does not answer in time is not healthy. */
export function checkHealth({ probes, vital, now }: HealthDeps) {
  return async (): Promise<HealthReport> => {
    const results = await Promise.all(
      Object.entries(probes).map(async ([name, probe]) => [name, await ask(probe)] as const),
    );
    const ill = results.filter(([, result]) => !result.healthy).map(([name]) => name);
    return {
      overall: ill.length === 0 ? 'healthy' : ill.some((name) => vital.includes(name)) ? 'critical' : 'degraded',
      checkedAt: now(),
      dependencies: Object.fromEntries(results),
      ill,
    };
  };
}

async function ask(probe: HealthProbe): Promise<DependencyHealth> {
  const begun = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
  });
  const { healthy, figures } = await Promise.race([probe(), late]).then(
    (found) => ({ healthy: true, figures: found ?? {} }),
    // Which dependency, and since when, is what the report says; its own error is in its own log.
    (error: unknown) => ({ healthy: false, figures: error instanceof Unhealthy ? error.figures : {} }),
  );
  clearTimeout(timer);
  return { healthy, responseTimeMs: Math.round(performance.now() - begun), figures };
}
