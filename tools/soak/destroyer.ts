import type { Random } from '../rig/random.js';
import { pause, type Stack } from '../rig/stack.js';

export const VICTIMS = ['api', 'api_2', 'postgres'] as const;
export type Victim = (typeof VICTIMS)[number];

/** Kills each API process and the database once, in an order of chance, spread over the load; what was killed, in its order. */
export async function destroy(
  stack: Stack,
  seconds: number,
  { random, say, stop }: { readonly random: Random; readonly say: (line: string) => void; readonly stop: AbortSignal },
): Promise<readonly Victim[]> {
  const begun = Date.now();
  const killed: Victim[] = [];
  for (const [at, victim] of random.shuffled(VICTIMS).entries()) {
    const share = (at + 0.5 + random.next() * 0.5) / VICTIMS.length;
    await pause(Math.max(0, begun + share * seconds * 1_000 - Date.now()), stop);
    while (!stop.aborted && !stack.kill(victim)) await pause(100, stop);
    if (stop.aborted) break;
    say(`kill -9 ${victim}`);
    killed.push(victim);
  }
  return killed;
}
