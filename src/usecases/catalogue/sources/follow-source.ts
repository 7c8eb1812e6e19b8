import type { SupplierPulls, Timetable } from '../../../adapters/temporal/port.js';
import type { Actor } from '../../../domain/actor.js';
import { SYSTEM } from '../../../domain/actor.js';
import { isSame } from '../../../domain/same.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { OfSupplier } from '../../../models/repositories/catalogue/supplier-lists.js';
import type { UnitOfWork } from '../../../models/scope.js';
import type { Logger } from '../../../observability/logger.js';
import { timetableOf } from './source-view.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly pulls: SupplierPulls;
}

/**
 * Makes the Schedule of a source what its row says; of a source that is gone there is none. Two people may change the row at once, and the
 * one who was first may reach the engine last. Hence the row is read again behind the call, until it is what the engine was given.
 * @throws DomainError unavailable
 */
export function followSource({ unitOfWork, pulls }: Deps) {
  return async (actor: Actor, of: OfSupplier): Promise<void> => {
    const read = async (): Promise<Timetable | null> => {
      const source = await unitOfWork.withScope(actor, (scope) => scope.supplierSources.find(of));
      return source && { ...timetableOf(source), isEnabled: source.enabled };
    };
    for (let wanted = await read(); ; ) {
      await pulls.keep(of, wanted);
      const now = await read();
      if (isSame(wanted, now)) return;
      wanted = now;
    }
  };
}

/**
 * Gives every source its Schedule back where the engine has lost it, and brings up to date those of an earlier release. One that fails holds
 * up no other: it is logged, and the next worker that starts tries again. How many have theirs.
 */
export function repairPullSchedules({ logger, ...deps }: Deps & { readonly logger: Pick<Logger, 'warn'> }) {
  return async (): Promise<number> => {
    const sources = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.supplierSources.listAll());
    let repaired = 0;
    for (const of of sources) {
      try {
        await followSource(deps)(SYSTEM, of);
        repaired += 1;
      } catch (error) {
        logger.warn('the Schedule of a source was not repaired', {
          error,
          clinic: of.clinicId,
          supplier: of.supplier,
        });
      }
    }
    return repaired;
  };
}
