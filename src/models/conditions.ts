/** Rows of a list that asks for no other number. */
const USUAL = 50;

/**
 * The conditions of a list, with the values that they compare with. Only what a filter names becomes part of the text: each
 * set of conditions is a statement of its own, for which a connection keeps one plan. Of `$1 is null or column = $1` no
 * plan is good for all values, so that the server would plan it each time, the policies of its tables included.
 */
export class Conditions {
  readonly values: unknown[] = [];
  readonly #texts: string[] = [];

  /** Each `?` stands for the next of the values. A condition whose first value is left out is none. */
  and(text: string, ...values: readonly unknown[]): this {
    if (values.length > 0 && values[0] === undefined) return this;
    const next = values[Symbol.iterator]();
    this.#texts.push(text.replaceAll('?', () => this.place(next.next().value)));
    return this;
  }

  /**
   * How many rows are wanted. The usual number is part of the text: not knowing it, the server expects a tenth of all rows
   * and finds the plan that it has kept too dear.
   */
  limit(rows: number): string {
    return rows === USUAL ? `limit ${USUAL}` : `limit ${this.place(rows)}`;
  }

  /** Where the statement names this value outside of its conditions. */
  place(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  toString(): string {
    return this.#texts.join(' and ');
  }
}
