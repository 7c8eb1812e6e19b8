import type { AttentionWorkflows } from '../../adapters/temporal/port.js';
import type { Logger } from '../../observability/logger.js';
import type { ShowEntry } from '../payments/public.js';

export interface ShowEntryDeps {
  readonly entries: AttentionWorkflows;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Lets the workflow of an entry without appointment know that the entry was opened or resolved. Never rejects: the
 * record is committed, and an engine that is unreachable now is made up for by maintenance, or by the workflow itself.
 */
export function showEntry({ entries, logger }: ShowEntryDeps): ShowEntry {
  return async (entryId, change) => {
    try {
      await (change === 'opened' ? entries.show(entryId) : entries.refresh(entryId));
    } catch (error) {
      logger.warn('the workflow of an attention entry waits for maintenance', { error, entry: entryId, change });
    }
  };
}
