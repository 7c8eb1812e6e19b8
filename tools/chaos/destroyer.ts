import type { Bank } from '../rig/bank.js';
import type { Random } from '../rig/random.js';
import { type Armable, pause, type Stack, TARGETS, type Target } from '../rig/stack.js';
import type { Journey } from './journeys.js';

/** Each fail point, the process that has it, and the journeys that lead there. */
const POINTS: Readonly<Record<string, { readonly in: Armable; readonly by: readonly Journey[] }>> = {
  'claim.before': { in: 'worker', by: ['paid', 'unpaid'] },
  'claim.committed': { in: 'worker', by: ['paid', 'unpaid', 'abandoned'] },
  // By the doubts that are raised beside the clients' journeys.
  'release.committed': { in: 'worker', by: ['paid', 'unpaid'] },
  'move.before': { in: 'worker', by: ['cancelledUnpaid', 'paidThenMoved'] },
  'move.committed': { in: 'worker', by: ['cancelledUnpaid', 'paidThenMoved'] },
  'checkout.order_stored': { in: 'worker', by: ['paid', 'unpaid'] },
  'checkout.provider_called': { in: 'worker', by: ['paid', 'unpaid'] },
  'checkout.committed': { in: 'worker', by: ['paid', 'unpaid'] },
  'webhook.stored': { in: 'api', by: ['paid', 'processing'] },
  'webhook.signalled': { in: 'api', by: ['paid', 'processing'] },
  'settle.before': { in: 'worker', by: ['paid', 'processing'] },
  'settle.committed': { in: 'worker', by: ['paid', 'late'] },
  'close.before': { in: 'worker', by: ['unpaid', 'cancelledUnpaid'] },
  'close.provider_called': { in: 'worker', by: ['unpaid', 'cancelledUnpaid'] },
  'close.committed': { in: 'worker', by: ['unpaid', 'cancelledUnpaid'] },
  'refund.before': { in: 'worker', by: ['paidThenCancelled', 'refundByStaff'] },
  'refund.provider_called': { in: 'worker', by: ['paidThenCancelled', 'refundByStaff'] },
  'refund.committed': { in: 'worker', by: ['paidThenCancelled', 'refundByStaff'] },
  'message.claimed': { in: 'worker', by: ['paid', 'cancelledUnpaid'] },
  'message.sent': { in: 'worker', by: ['paid', 'cancelledUnpaid'] },
  'message.recorded': { in: 'worker', by: ['paid', 'cancelledUnpaid'] },
  'resume.committed': { in: 'worker', by: ['terminated', 'terminated', 'late'] },
};

/** Fail points of prescribing. */
const PRESCRIBING_POINTS: typeof POINTS = {
  'prescription.before': { in: 'worker', by: ['prescribed'] },
  'prescription.issued': { in: 'worker', by: ['prescribed', 'prescribedApart', 'superseded'] },
  'prescription.ended': { in: 'worker', by: ['prescribedThenCancelled', 'suppliedOrCancelled'] },
  'document.signed': { in: 'worker', by: ['prescribed', 'prescribedApart'] },
  'document.stored': { in: 'worker', by: ['prescribed', 'prescribedApart'] },
  'prescription.mailed': { in: 'worker', by: ['prescribed', 'superseded'] },
  'supply.recorded': { in: 'api', by: ['supplied', 'twoPharmacies'] },
};

/** Fail points of the catalogue. */
const IMPORT_POINTS: typeof POINTS = {
  'import.staged': { in: 'worker', by: ['imported', 'importCancelled', 'twoImports', 'pulledTwice'] },
  'import.merged': { in: 'worker', by: ['imported', 'twoImports', 'pulledTwice'] },
  'import.applied': { in: 'worker', by: ['imported', 'importedAndUndone'] },
  'import.undone': { in: 'worker', by: ['importedAndUndone'] },
};

/** Fail points of lists that are fetched from their suppliers. */
const PULL_POINTS: typeof POINTS = {
  'pull.fetched': { in: 'worker', by: ['pulled', 'pulledUnchanged'] },
  'pull.submitted': { in: 'worker', by: ['pulled', 'pulledTwice'] },
};
const ALL_POINTS: typeof POINTS = { ...POINTS, ...PRESCRIBING_POINTS, ...IMPORT_POINTS, ...PULL_POINTS };

/** Whom and where to kill. */
export interface Aim {
  readonly points: readonly string[];
  readonly targets: readonly Target[];
}

/** What a run does: `USUAL` of everything, or one thing alone. */
export type Focus = 'everything' | 'prescribing' | 'importing';

export function focusOf({
  bookings,
  prescriptions,
}: {
  readonly bookings: number;
  readonly prescriptions: number;
}): Focus {
  if (bookings > 0) return 'everything';
  return prescriptions > 0 ? 'prescribing' : 'importing';
}

/** Everything, or what the run's one thing meets. */
export function aimOf(focus: Focus): Aim {
  const importing = { ...IMPORT_POINTS, ...PULL_POINTS };
  const points = { everything: ALL_POINTS, prescribing: PRESCRIBING_POINTS, importing }[focus];
  return { points: Object.keys(points), targets: focus === 'everything' ? TARGETS : ['worker'] };
}

/** What has died so far. */
export interface Deaths {
  readonly byPoint: Map<string, number>;
  readonly byTarget: Map<Target, number>;
  /** Fail points that were armed and not reached in time. */
  readonly missed: string[];
}

const LAST = 'release.committed';
const REACHED_WITHIN_MS = 30_000;
const ATTEMPTS = 8;

/** Kills processes: at their fail points, one after the other, and at random beside that. */
export class Destroyer {
  readonly deaths: Deaths = { byPoint: new Map(), byTarget: new Map(), missed: [] };
  /** What the clients should do more often just now. */
  wanted: readonly Journey[] = [];

  constructor(
    private readonly stack: Stack,
    private readonly bank: Bank,
    private readonly random: Random,
    private readonly say: (line: string) => void,
    private readonly stop: AbortSignal,
  ) {}

  /** Lets a process die at each point so many times. */
  async atFailPoints({ points }: Aim, times: number): Promise<void> {
    const rounds = Array.from({ length: times }, () => this.random.shuffled(points)).flat();
    // A claim is in doubt only after a minute: not the first thing to wait for.
    rounds.sort((a, b) => Number(a === LAST) - Number(b === LAST));
    for (const point of rounds) {
      if (this.stop.aborted) return;
      if (!(await this.at(point))) this.deaths.missed.push(point);
      // Now and then time to recover in, and now and then none.
      await pause(this.random.pick([0, 1_500, 3_000]), this.stop);
    }
    this.wanted = [];
  }

  /** `kill -9` at random moments; sometimes two processes at once. */
  async atRandom({ targets }: Aim, kills: number, everyMs: number): Promise<void> {
    const usual: Readonly<Record<Target, number>> = { api: 7, worker: 7, temporal: 5, postgres: 6, sandbox: 5 };
    const weights = Object.fromEntries(targets.map((target) => [target, usual[target]])) as typeof usual;
    const each = targets.flatMap((target) => Array.from({ length: Math.floor(kills / 10) }, () => target));
    while (each.length < kills) each.push(this.random.weighted(weights));
    for (const target of this.random.shuffled(each)) {
      if (!this.random.chance(0.12)) await pause(this.random.between(everyMs * 0.4, everyMs * 1.6), this.stop);
      while (!this.stop.aborted && !this.stack.kill(target)) await pause(100, this.stop);
      if (this.stop.aborted) return;
      this.say(`kill -9 ${target}`);
      count(this.deaths.byTarget, target);
    }
  }

  /** The bank has bad days: it is unreachable, slow, loses answers, and refunds do not always succeed. */
  async atTheBank(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await pause(this.random.between(3_000, 8_000), over);
      await this.bank.faults(
        this.random.pick([
          { outage: `${this.random.between(1, 5)}s` },
          { latency: `${this.random.between(100, 1_500)}ms` },
          { lose_response: this.random.between(1, 3) },
          { server_error: 1 },
          { refund: 'pending' },
          { refund: 'fail' },
          { refund: 'succeed_then_fail' },
          { clear: true },
          { clear: true },
        ]),
      );
    }
    await this.bank.faults({ clear: true });
  }

  private async at(name: string): Promise<boolean> {
    const point = ALL_POINTS[name];
    if (!point) throw new Error(`no fail point ${name}`);
    this.wanted = point.by;
    for (let attempt = 1; attempt <= ATTEMPTS && !this.stop.aborted; attempt += 1) {
      const armed = await this.stack.arm(point.in, name);
      const end = Date.now() + REACHED_WITHIN_MS;
      // Killed at random before it got there, it comes back unarmed: once more then.
      while (!armed.died() && Date.now() < end && this.stack.pid(point.in) === armed.pid && !this.stop.aborted) {
        await pause(50, this.stop);
      }
      if (!armed.died()) continue;
      this.say(`${point.in} died at ${name}`);
      this.stack.deaths.push({ process: point.in, at: Date.now() });
      count(this.deaths.byPoint, name);
      return true;
    }
    return false;
  }
}

function count<Key>(map: Map<Key, number>, key: Key): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
