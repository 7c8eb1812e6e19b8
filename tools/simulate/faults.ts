import type { Bank, Gateway } from '../rig/bank.js';
import { pause, type Stack } from '../rig/stack.js';
import { type Fault, faultsAt } from './plan.js';

/** Lets go wrong what is planned. */
export class Faults {
  /** What was done, by name. */
  readonly injected = new Map<string, number>();
  readonly kills = new Map<string, number>();

  constructor(
    private readonly stack: Stack,
    private readonly banks: Readonly<Record<Gateway, Bank>>,
    private readonly seed: number,
    private readonly over: AbortSignal,
  ) {}

  /** All that goes wrong when patient number `n` sets out. */
  async at(n: number): Promise<void> {
    for (const fault of faultsAt(this.seed, n)) await this.inject(fault);
  }

  private async inject(fault: Fault): Promise<void> {
    if (fault.kind === 'kill') {
      while (!this.over.aborted && !this.stack.kill(fault.target)) await pause(100, this.over);
      count(this.kills, fault.target);
      return;
    }
    await this.banks[fault.gateway].faults(fault.faults);
    const [[name, value] = []] = Object.entries(fault.faults);
    if (name !== 'clear') count(this.injected, name === 'refund' ? `refunds ${value}` : `${name}`);
  }
}

function count(map: Map<string, number>, name: string): void {
  map.set(name, (map.get(name) ?? 0) + 1);
}
