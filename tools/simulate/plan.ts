import type { Gateway } from '../rig/bank.js';
import { Random } from '../rig/random.js';
import type { Target } from '../rig/stack.js';

/** One patient's way through a payment: everything about it that chance decides comes from its own `random`. */
export interface Planned {
  readonly n: number;
  readonly side: SideName;
  readonly story: StoryName;
  readonly random: Random;
}

/** The two clinics: one in dollars at Stripe, one in naira at Paystack and, if the patient wants, Stripe. */
export type SideName = 'dollars' | 'naira';

const SIDES: Readonly<Record<SideName, number>> = { dollars: 65, naira: 35 };

/** What can become of an appointment's money, and how often each story is played. */
const STORIES = {
  paid: 22,
  declinedFirst: 5,
  atTheDeadline: 6,
  late: 5,
  lateAndTaken: 3,
  delayed: 6,
  neverPaid: 5,
  cancelledUnpaid: 5,
  cancelledPaid: 14,
  moved: 6,
  partlyRefunded: 7,
  disputed: 7,
  visited: 6,
  wrongMoney: 3,
  paidTwice: 3,
  askedTwice: 3,
} as const;
export type StoryName = keyof typeof STORIES;

/** What patient number `n` of a seed does; the same whatever happens around it. */
export function planned(seed: number, n: number): Planned {
  const random = chanceOf(seed, n, 1);
  return { n, side: random.weighted(SIDES), story: random.weighted<StoryName>(STORIES), random };
}

/** Something that goes wrong on purpose. */
export type Fault =
  | { readonly kind: 'kill'; readonly target: Extract<Target, 'worker' | 'api' | 'sandbox'> }
  | { readonly kind: 'bank'; readonly gateway: Gateway; readonly faults: Readonly<Record<string, unknown>> };

type Draw = (random: Random) => Fault;

const kill = (target: 'worker' | 'api' | 'sandbox'): Draw => {
  return () => ({ kind: 'kill', target });
};
const weather = (gateway: Gateway): Draw => {
  return (random) => {
    const faults = random.pick([
      { outage: `${random.between(1, 4)}s` },
      { latency: `${random.between(100, 900)}ms` },
      { lose_response: random.between(1, 3) },
      { server_error: random.between(1, 2) },
      { clear: true },
    ]);
    return { kind: 'bank', gateway, faults };
  };
};
const refunds = (gateway: Gateway): Draw => {
  return (random) => {
    const usual = { succeed: 5, pending: 2, fail: 1, succeed_then_fail: 1 };
    const refund = random.weighted<string>(gateway === 'paystack' ? { ...usual, needs_attention: 1 } : usual);
    return { kind: 'bank', gateway, faults: { refund } };
  };
};

/** Each fault comes once in so many patients, at a moment of its own. */
const FAULTS: readonly (readonly [every: number, draw: Draw])[] = [
  [100, kill('worker')],
  [250, kill('api')],
  [300, kill('sandbox')],
  [30, weather('stripe')],
  [40, weather('paystack')],
  [14, refunds('stripe')],
  [17, refunds('paystack')],
];

/** What goes wrong when patient number `n` of a seed sets out. */
export function faultsAt(seed: number, n: number): readonly Fault[] {
  return FAULTS.flatMap(([every, draw], kind) => {
    const random = chanceOf(seed, Math.floor(n / every), kind + 2);
    return n % every === random.between(0, every - 1) ? [draw(random)] : [];
  });
}

/** A source of chance for one thing of a seed, independent of all others. */
function chanceOf(seed: number, n: number, kind: number): Random {
  return new Random(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b) ^ Math.imul(kind, 0xc2b2ae35));
}
