import { CancellationScope, sleep } from '@temporalio/workflow';

interface Timer {
  readonly at: number;
  readonly scope: CancellationScope;
  hasFired: boolean;
}

/**
 * The one timer that a workflow's main function waits with. It stays from one wait to the next: a wait that something
 * else has ended, and that begins again for the same moment, starts no second timer. Each start is a billable action.
 */
export class Alarm {
  private timer: Timer | undefined;

  get hasFired(): boolean {
    return this.timer?.hasFired ?? false;
  }

  /**
   * @param at epoch milliseconds; infinity: no timer
   * @param name what the Temporal UI shows
   * @param keepEarlier whether a running timer that fires before `at` may stay. Whoever waits then sets the alarm again
   *   when it fires: cheaper where the wait is usually over by then.
   */
  set(at: number, name: string, keepEarlier = false): void {
    const { timer } = this;
    if (timer && !timer.hasFired && (timer.at === at || (keepEarlier && timer.at < at))) return;
    if (timer && !timer.hasFired) timer.scope.cancel();
    this.timer = Number.isFinite(at) ? start(at, name) : undefined;
  }
}

function start(at: number, name: string): Timer {
  const timer: Timer = { at, scope: new CancellationScope(), hasFired: false };
  timer.scope
    .run(() => sleep(Math.max(at - Date.now(), 1), { summary: name }))
    .then(
      () => {
        timer.hasFired = true;
      },
      // Cancelled: another moment is waited for.
      () => undefined,
    );
  return timer;
}
