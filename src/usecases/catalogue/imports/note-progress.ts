import type { OnRows } from '../../../adapters/spreadsheets/port.js';
import { SYSTEM } from '../../../domain/actor.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';
import type { Heartbeat } from '../../long-steps/while-alive.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly now: () => Date;
}

/** An import, and the state in which the step leaves it until it ends. */
interface Step {
  readonly id: string;
  readonly state: 'reading' | 'applying';
}

/** Between two words of how far a step is. */
const BETWEEN_MS = 500;

/**
 * Notes how far a step of an import is, twice a second at most: in its row, for whoever looks at it or follows it live, and in the
 * heartbeat, for the Temporal UI. The step does not wait, so the row must not be held by its transaction. One note at a time, so that
 * none overtakes another; one that is lost is followed by the next.
 */
export function noteProgress({ unitOfWork, now }: Deps, of: Step, heartbeat: Heartbeat): OnRows {
  let noted = 0;
  let isNoting = false;
  return (progress) => {
    const at = now();
    if (at.getTime() - noted < BETWEEN_MS) return;
    noted = at.getTime();
    heartbeat(progress);
    if (isNoting) return;
    isNoting = true;
    void unitOfWork
      .withScope(SYSTEM, ({ supplierImports }) => supplierImports.reportProgress(of, progress, at))
      .catch(() => undefined)
      .finally(() => {
        isNoting = false;
      });
  };
}
