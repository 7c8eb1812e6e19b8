/**
 * When a provider that says nothing is an alarm. Stripe sends one event for every session
 * that ends, Paystack one for every payment. A single event may be late, three may not.
 */
export const WEBHOOK_SILENCE = { sessions: 3, afterMs: 30 * 60_000, lookBackMs: 3 * 86_400_000 } as const;

export type SilencePolicy = Readonly<Record<keyof typeof WEBHOOK_SILENCE, number>>;

/** Sessions of one provider that ended after its last webhook, and of which no webhook has come. */
export interface SilentSessions {
  readonly sessions: number;
  /** When the first of them ended; null when there is none. */
  readonly since: Date | null;
}

/** Since when a provider has been silent that should have spoken; null when all is well, or too quiet to tell. */
export function silentSince(policy: SilencePolicy, ended: SilentSessions, now: Date): Date | null {
  const { since } = ended;
  if (!since || ended.sessions < policy.sessions) return null;
  return now.getTime() - since.getTime() >= policy.afterMs ? since : null;
}
