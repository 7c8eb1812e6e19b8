import { allHandlersFinished, condition, sleep, workflowInfo } from '@temporalio/workflow';

/**
 * Lets a run end, or continue as new, only when whoever sent an update has its answer.
 *
 * The answer leaves with the workflow task in which the handler ends. When that task also ends the run, and a signal arrives
 * while it is under way, the engine drops the task: it starts another one without the update, and reports the update as
 * failed, although its step has had its effect. So a run that has just answered ends in a later task.
 */
export class Answers {
  private answeredAt: number | undefined;

  /**
   * A handler of an update calls it when its answer is known. Not needed where the caller repeats a lost update under the
   * same id, as the API does: the pause before the end costs a timer and a task.
   */
  note(): void {
    this.answeredAt = currentTask();
  }

  /** Whether no handler is at work. */
  get areGiven(): boolean {
    return allHandlersFinished();
  }

  /** Waits for the next workflow task, if an update is answered in this one. */
  async leave(): Promise<void> {
    if (this.answeredAt === currentTask()) await sleep(1, { summary: 'Answer before the end' });
  }

  /** Waits until no handler is at work, `isDone` is true, and every answer has left: the last wait of a run. */
  async drain(isDone: () => boolean = () => true): Promise<void> {
    const isQuiet = () => this.areGiven && isDone();
    do {
      await condition(isQuiet);
      await this.leave();
    } while (!isQuiet() || this.answeredAt === currentTask());
  }
}

/** The length of the history grows with every workflow task, and stays the same within one. */
function currentTask(): number {
  return workflowInfo().historyLength;
}
