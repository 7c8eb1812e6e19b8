/** Something that must never be so. */
export interface Violation {
  /** Number of the invariant (docs: design, section 3). */
  readonly invariant: number;
  readonly rule: string;
  /** Ids and figures: where to look. */
  readonly about: string;
}

/** What was looked at, and what is wrong with it. */
export class Findings {
  readonly violations: Violation[] = [];
  readonly #looked = new Map<string, { invariant: number; count: number }>();

  /** Counts `count` cases under a rule, so that an empty check is seen to be one. */
  looked(invariant: number, rule: string, count: number): void {
    const known = this.#looked.get(rule);
    this.#looked.set(rule, { invariant, count: (known?.count ?? 0) + count });
  }

  violation(invariant: number, rule: string, about: string): void {
    this.violations.push({ invariant, rule, about });
  }

  /** Applies one rule to many cases: what `wrong` returns is the violation. */
  each<T>(invariant: number, rule: string, cases: Iterable<T>, wrong: (value: T) => string | null | undefined): void {
    let count = 0;
    for (const value of cases) {
      count += 1;
      const about = wrong(value);
      if (about) this.violation(invariant, rule, about);
    }
    this.looked(invariant, rule, count);
  }

  /** One row per rule. */
  table(): readonly { invariant: number; rule: string; looked: number; violations: number }[] {
    const count = (rule: string) => this.violations.filter((violation) => violation.rule === rule).length;
    return [...this.#looked]
      .map(([rule, { invariant, count: looked }]) => ({ invariant, rule, looked, violations: count(rule) }))
      .sort((a, b) => a.invariant - b.invariant);
  }
}

/** Groups values by a key. */
export function groupBy<T, Key>(values: Iterable<T>, key: (value: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}

export function sum<T>(values: Iterable<T>, amount: (value: T) => number): number {
  let total = 0;
  for (const value of values) total += amount(value);
  return total;
}
