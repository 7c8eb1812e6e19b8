import type { AttentionWorkflows } from '../../adapters/temporal/port.js';
import { SYSTEM } from '../../domain/actor.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';

type Scope = SupportScope;

const PAGE = 200;

export interface ShowEntriesDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly entries: AttentionWorkflows;
  /** Called between entries, so that a long pass is seen to be alive. */
  readonly heartbeat: () => void;
}

/**
 * Gives every open attention entry of a clinic the workflow that shows it: a process died between the record
 * and the start, or somebody terminated it. Returns how many had none.
 */
export function showEntries({ unitOfWork, entries, heartbeat }: ShowEntriesDeps) {
  return async (): Promise<number> => {
    let started = 0;
    for (let after: string | null = null; ; ) {
      const at: string | null = after;
      const rows: readonly { readonly id: string }[] = await unitOfWork.withScope(SYSTEM, (scope) =>
        scope.attention.listOpenWithoutVisit(PAGE, at),
      );
      for (const { id } of rows) {
        heartbeat();
        if (await entries.show(id)) started += 1;
      }
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return started;
      after = last.id;
    }
  };
}
