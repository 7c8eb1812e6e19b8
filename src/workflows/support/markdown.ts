/** `refund_failed` -> `Refund failed`. */
export function words(code: string): string {
  const text = code.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Epoch milliseconds -> `2026-11-28 14:30:00 UTC`. */
export function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Two empty lines: the Temporal UI (2.42) shows a page in a frame that cuts off its last lines, an input to copy among them. */
export const END_OF_PAGE: readonly string[] = ['', '\u00a0', '', '\u00a0'];
