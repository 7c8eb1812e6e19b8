/** Node's timers cannot wait longer than this. */
const LONGEST_MS = 2 ** 31 - 1;

/** Named alarms: setting one again moves it, and all end together. They do not keep the process alive. */
export class Timers {
  private readonly running = new Map<string, NodeJS.Timeout>();

  /** Calls `ring` at `due` (Unix milliseconds), or at once when that has passed. */
  set(name: string, due: number, ring: () => void): void {
    this.cancel(name);
    const wait = Math.max(0, due - Date.now());
    const timer = setTimeout(
      () => {
        this.running.delete(name);
        if (wait > LONGEST_MS) this.set(name, due, ring);
        else ring();
      },
      Math.min(wait, LONGEST_MS),
    );
    timer.unref();
    this.running.set(name, timer);
  }

  cancel(name: string): void {
    clearTimeout(this.running.get(name));
    this.running.delete(name);
  }

  cancelAll(): void {
    for (const timer of this.running.values()) clearTimeout(timer);
    this.running.clear();
  }
}
