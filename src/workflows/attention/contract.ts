import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { EntrySnapshot, ResolveEntryCommand } from '../../domain/support/attention-entry.js';

export const ATTENTION_WORKFLOW = 'attention';

export interface AttentionInput {
  readonly entryId: string;
}

/** Of the same name as the appointment's: in the Temporal UI, an entry is resolved in one way wherever it belongs. */
export const resolveEntryUpdate = defineUpdate<EntrySnapshot, [ResolveEntryCommand]>('resolveAttention');
/** The entry was resolved elsewhere, by API or because what it warned of has passed. */
export const refreshEntrySignal = defineSignal('refresh');
/** Null before the first look at the record. */
export const entryQuery = defineQuery<EntrySnapshot | null>('state');
