/**
 * The task queue of the steps that draw and sign documents, beside the one of all others: a batch of documents waits here, two at a
 * time, and not in front of a booking.
 */
export function documentQueue(taskQueue: string): string {
  return `${taskQueue}-documents`;
}
