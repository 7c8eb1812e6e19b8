/** A row that this product has not written as it stands: a sealed text that does not open, or a MAC of something else. */
export class UnreadableRow extends Error {}

/** What `open` makes of a row; null for one that somebody has changed, where that is what the caller wants to know and no fault. */
export function nullIfUnreadable<T>(open: () => T): T | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof UnreadableRow) return null;
    throw error;
  }
}
