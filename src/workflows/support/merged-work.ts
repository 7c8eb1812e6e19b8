import { condition } from '@temporalio/workflow';

interface Subject<Request> {
  /** By name: who asks for the very same again adds nothing. */
  waiting: Map<string, Request>;
  underWay: boolean;
  /** Epoch milliseconds before which the waiting work does not begin. */
  notBefore: number;
}

/**
 * Work that many may ask for, merged by its subject: one piece is under way and one waits, however many ask. The one
 * that waits answers everybody who has asked since the other began.
 */
export class MergedWork<Request> {
  private readonly subjects = new Map<string, Subject<Request>>();

  /** Once `stopped` is true nothing begins any more; what waits is kept for `left`. What `perform` throws, `ask` throws. */
  constructor(
    private readonly perform: (requests: readonly Request[]) => Promise<void>,
    private readonly stopped: () => boolean,
  ) {}

  /** Resolves when nothing of this subject is under way or waits any more; at once, when others wait already. */
  async ask(subjectName: string, name: string, request: Request, notBefore: number): Promise<void> {
    const subject = this.subjectOf(subjectName);
    subject.notBefore = subject.waiting.size === 0 ? notBefore : Math.min(subject.notBefore, notBefore);
    subject.waiting.set(name, request);
    if (subject.underWay) return;
    subject.underWay = true;
    try {
      while (subject.waiting.size > 0 && (await this.due(subject))) {
        const requests = [...subject.waiting.values()];
        subject.waiting.clear();
        await this.perform(requests);
      }
    } finally {
      subject.underWay = false;
    }
  }

  /** Whether anything is under way or waits. */
  get busy(): boolean {
    return [...this.subjects.values()].some(({ underWay }) => underWay);
  }

  /** What was asked for and had not begun when the run stopped. */
  get left(): readonly Request[] {
    return [...this.subjects.values()].flatMap((subject) => [...subject.waiting.values()]);
  }

  /** Waits until the work may begin; a more urgent request can come meanwhile. False when the run has stopped. */
  private async due(subject: Subject<Request>): Promise<boolean> {
    for (;;) {
      if (this.stopped()) return false;
      const { notBefore } = subject;
      const pause = notBefore - Date.now();
      if (pause <= 0) return true;
      await condition(() => subject.notBefore < notBefore || this.stopped(), pause, { summary: 'Another lookup' });
    }
  }

  private subjectOf(name: string): Subject<Request> {
    const subject = this.subjects.get(name) ?? { waiting: new Map<string, Request>(), underWay: false, notBefore: 0 };
    this.subjects.set(name, subject);
    return subject;
  }
}
