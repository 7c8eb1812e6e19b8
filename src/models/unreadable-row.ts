/** A row that this product has not written as it stands: a sealed text that does not open, or a MAC of something else. */
export class UnreadableRow extends Error {}
