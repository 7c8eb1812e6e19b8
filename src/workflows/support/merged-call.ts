/**
 * A call that many may ask for: however many ask, one is under way and one waits, which answers everybody who has asked
 * since the other began.
 */
export class MergedCall {
  private current: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(private readonly call: () => Promise<void>) {}

  run(): Promise<void> {
    const { current } = this;
    if (!current) {
      this.current = this.call().finally(() => {
        this.current = undefined;
      });
      return this.current;
    }
    this.next ??= current
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        return this.run();
      });
    return this.next;
  }
}
