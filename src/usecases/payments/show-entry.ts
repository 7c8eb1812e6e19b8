/**
 * Lets the workflow of an attention entry know that the entry was opened or resolved, after the transaction has committed.
 * Payments open entries about money that belongs to no appointment; support implements this. Never rejects.
 */
export type ShowEntry = (entryId: string, change: 'opened' | 'resolved') => Promise<void>;
