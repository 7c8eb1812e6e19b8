import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { TimelineEntry } from './contract.js';
import { attributesOf, renderDetails } from './details.js';
import type { RunState } from './state.js';

const TIMELINE_LENGTH = 60;

/** What people see of a run in the Temporal UI: its page, its search attributes, and what happened. */
export class StaffView {
  readonly timeline: TimelineEntry[];
  private waitsFor = 'the booking';
  private until: number | undefined;
  private shown = '';

  constructor(
    private readonly state: RunState,
    carried: readonly TimelineEntry[] = [],
  ) {
    this.timeline = [...carried];
  }

  /** What the story waits for now, and until when. */
  get waiting(): { readonly waitsFor: string; readonly until: string | null } {
    const { waitsFor, until } = this;
    return { waitsFor, until: until === undefined ? null : new Date(until).toISOString() };
  }

  /** @param until epoch milliseconds; infinity when no moment ends the wait */
  showWait(waitsFor: string, until = Number.POSITIVE_INFINITY): void {
    this.waitsFor = waitsFor;
    this.until = Number.isFinite(until) ? until : undefined;
    this.show();
  }

  /** Adds a line to the timeline; the page shows it only where the record does not say the same. */
  add(what: string, about: Pick<TimelineEntry, 'onlyHere' | 'message'> = {}): void {
    if (this.timeline.at(-1)?.what === what) this.timeline.pop();
    this.timeline.push({ at: new Date(Date.now()).toISOString(), what, ...about });
    if (this.timeline.length > TIMELINE_LENGTH) this.timeline.shift();
    this.showDetails();
  }

  /** Shows the present state: the page, and the search attributes by one upsert if any of them has changed. */
  show(): void {
    this.showDetails();
    const attributes = attributesOf(this.state.snapshot);
    const values = JSON.stringify(attributes.map(({ value }) => value));
    if (values === this.shown) return;
    this.shown = values;
    upsertSearchAttributes(attributes);
  }

  private showDetails(): void {
    if (this.state.isKnown) setCurrentDetails(renderDetails(this.state.snapshot, this.waitsFor, this.timeline));
  }
}
