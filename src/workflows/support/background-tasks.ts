import { CancellationScope, isCancellation } from '@temporalio/workflow';

/** What a workflow does beside its main function: the main function waits for nothing of it until the run ends. */
export class BackgroundTasks {
  private running = 0;
  private readonly keys = new Set<string>();
  private readonly repeatable = new CancellationScope();

  /** `onFailure` is called for a task that failed; it must not throw. */
  constructor(private readonly onFailure: (error: unknown) => Promise<void>) {}

  get areDone(): boolean {
    return this.running === 0;
  }

  /** Whether a task of `startOnce` is running. */
  get hasKeyedTask(): boolean {
    return this.keys.size > 0;
  }

  start(task: () => Promise<unknown>): void {
    this.running += 1;
    task()
      .catch(async (error: unknown) => {
        // Only the end of this run cancels tasks: the next run starts them again.
        if (!isCancellation(error)) await CancellationScope.nonCancellable(() => this.onFailure(error));
      })
      .finally(() => {
        this.running -= 1;
      });
  }

  /** Starts a task that `cancelRepeatable` cancels: the next run starts it again. */
  startRepeatable(task: () => Promise<unknown>): void {
    this.start(() => this.repeatable.run(task));
  }

  /** The same, unless the task of this key is running already. */
  startOnce(key: string, task: () => Promise<unknown>): void {
    if (this.keys.has(key)) return;
    this.keys.add(key);
    this.startRepeatable(() => task().finally(() => this.keys.delete(key)));
  }

  /** Starts a task that never ends by itself: it does not keep the run from ending. */
  startStandby(task: () => Promise<never>): void {
    this.repeatable.run(task).catch((error: unknown) => {
      if (!isCancellation(error)) this.start(() => Promise.reject(error));
    });
  }

  cancelRepeatable(): void {
    this.repeatable.cancel();
  }
}
