export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A dose beside the directions, for checks to compute with. What is printed is the directions. */
export interface Dose {
  /** How much is taken at a time. */
  readonly amount: number;
  /** Of what: `mg`, `mL`, or what the item comes in (`tablet`, `capsule`, `puff`, `drop`). */
  readonly unit: string;
  /** One of the next three says how often; more than one has to agree. */
  readonly timesPerDay: number | null;
  readonly everyHours: number | null;
  /** Only on these days; empty: on every day. */
  readonly onDays: readonly Weekday[];
  readonly asNeeded: boolean;
  /** At most so much of `unit` in a day. */
  readonly maxPerDay: number | null;
}
