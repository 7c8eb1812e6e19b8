import type { ChatClient } from '../rig/chat/client.js';
import type { Random } from '../rig/random.js';
import { pause } from '../rig/stack.js';
import type { Options } from './options.js';

/** Beside each message, of a client of its own. */
const EDITS = 0.25;
const REPEATS = 0.15;
const READINGS = 0.5;
const DROPS = 0.04;
const WORDS = [
  'since Monday',
  'höher als gestern',
  'no fever',
  '三天了',
  'after meals',
  'better 🙂',
  'O’Brien',
  'ﬁne\n\tnow',
];
const STEP_MS = 20;

/** Lets clients write, edit, repeat, read and lose their connection, as the seed says, at the rate that was asked for. */
export async function load(
  clients: readonly ChatClient[],
  { rate, seconds }: Options,
  random: Random,
  stop: AbortSignal,
): Promise<void> {
  const begun = Date.now();
  for (let done = 0; done < rate * seconds && !stop.aborted; await pause(STEP_MS, stop)) {
    const due = Math.min(rate * seconds, ((Date.now() - begun) / 1_000) * rate);
    for (; done < due; done += 1) happen(clients, random, done);
  }
}

function happen(clients: readonly ChatClient[], random: Random, n: number): void {
  random.pick(clients).say(textOf(random, n));
  if (random.chance(EDITS)) random.pick(clients).edit(random.next(), textOf(random, n));
  if (random.chance(REPEATS)) random.pick(clients).repeat(random.next());
  if (random.chance(READINGS)) random.pick(clients).read();
  if (random.chance(DROPS)) random.pick(clients).drop();
}

function textOf(random: Random, n: number): string {
  const words = Array.from({ length: random.between(1, 30) }, () => random.pick(WORDS));
  return `${n}: ${words.join(' ')}`;
}
