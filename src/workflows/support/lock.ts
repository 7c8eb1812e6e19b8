import { condition } from '@temporalio/workflow';

/** First come, first served, within one workflow: what runs under it sees no half-done step of another. */
export class Lock {
  private next = 0;
  private serving = 0;

  /** Whether somebody is at work: what is known may be about to change. */
  get busy(): boolean {
    return this.serving !== this.next;
  }

  async runExclusive<T>(fn: () => Promise<T>): Promise<T> {
    const ticket = this.next;
    this.next += 1;
    if (this.serving !== ticket) await condition(() => this.serving === ticket);
    try {
      return await fn();
    } finally {
      this.serving += 1;
    }
  }
}
