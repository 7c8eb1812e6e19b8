/** What all clients of a run counted and measured together. */
export class Figures {
  readonly counts = {
    connections: 0,
    renewals: 0,
    messages: 0,
    edits: 0,
    repeats: 0,
    readings: 0,
    changes_received: 0,
    /** Asked again because there was no answer, or one that said to try later. */
    asked_again: 0,
  };
  /** Answers that should not be: no violation, but worth a look. */
  readonly oddities: string[] = [];
  private readonly acknowledgements: number[] = [];
  private readonly deliveries: number[] = [];
  private readonly sentAt = new Map<string, number>();
  private lastChangeAt = Date.now();

  count(what: keyof Figures['counts']): void {
    this.counts[what] += 1;
  }

  sent(clientMessageId: string): void {
    this.sentAt.set(clientMessageId, Date.now());
  }

  acknowledged(clientMessageId: string): void {
    this.acknowledgements.push(this.since(clientMessageId));
    this.count('messages');
  }

  /** A change came; `message`: one that another client sent. */
  received(message: string | null): void {
    this.lastChangeAt = Date.now();
    this.count('changes_received');
    if (message !== null) this.deliveries.push(this.since(message));
  }

  /** For how long nothing has come to anybody. */
  get quietMs(): number {
    return Date.now() - this.lastChangeAt;
  }

  /** From the first attempt on, and with everything that was down meanwhile. */
  get milliseconds() {
    return { acknowledgement: quantiles(this.acknowledgements), delivery: quantiles(this.deliveries) };
  }

  private since(clientMessageId: string): number {
    return Date.now() - (this.sentAt.get(clientMessageId) ?? Date.now());
  }
}

function quantiles(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), longest: at(1) };
}
