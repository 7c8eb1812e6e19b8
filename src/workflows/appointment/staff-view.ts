import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { SEARCH_ATTRIBUTES } from '../support/search-attributes.js';
import type { TimelineEntry } from './contract.js';
import { attributesOf, NO_ATTRIBUTES, renderDetails } from './details.js';
import type { RunState } from './state.js';

const TIMELINE_LENGTH = 60;

/** What people see of a run in the Temporal UI: its page, its search attributes, and what happened. */
export class StaffView {
  readonly timeline: TimelineEntry[];
  private waitsFor = 'the booking';
  private until: number | undefined;

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
    if (valuesOf(attributes) !== valuesOf(workflowInfo().typedSearchAttributes.getAll()))
      upsertSearchAttributes(attributes);
  }

  /** There is no appointment: what its booking was started with must not be found. */
  hide(): void {
    if (workflowInfo().typedSearchAttributes.getAll().length > 0) upsertSearchAttributes(NO_ATTRIBUTES);
  }

  private showDetails(): void {
    if (this.state.isKnown) setCurrentDetails(renderDetails(this.state.snapshot, this.waitsFor, this.timeline));
  }
}

/** The values in one order, whatever the order of the attributes; one that is not set counts as null. */
function valuesOf(attributes: readonly SearchAttributeUpdatePair[]): string {
  const values = new Map(attributes.map(({ key, value }) => [key.name, value]));
  return JSON.stringify(Object.keys(SEARCH_ATTRIBUTES).map((name) => values.get(name) ?? null));
}
