/** The rows that a page shows: `fetched` is one more than that, to know whether another page follows. */
export function shownOf<Row>(rows: readonly Row[], fetched: number): readonly Row[] {
  return rows.slice(0, fetched - 1);
}
