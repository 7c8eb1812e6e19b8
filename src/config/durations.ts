const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `500ms`, `3s`, `15m`, `24h`, `30d` -> milliseconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(text.trim());
  if (!match) return null;
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
}

/** Below this, hours are what people say: `24h`, not `1d`. */
const DAYS_FROM = 7 * UNITS.d;

/** Milliseconds as {@link parseDuration} reads them, in the largest unit without a rest: `15m`, `24h`, `30d`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  const units = ms >= DAYS_FROM ? (['d', 'h', 'm', 's'] as const) : (['h', 'm', 's'] as const);
  const unit = units.find((one) => ms % UNITS[one] === 0) ?? 'ms';
  return `${ms / UNITS[unit]}${unit}`;
}
