import { SYSTEM } from '../../../domain/actor.js';
import { type FailedStep, INTERNAL_FAILURES } from '../../../domain/list-imports.js';
import type { SupplierImport } from '../../../models/repositories/catalogue/supplier-imports.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { exclusively } from './apply-import.js';
import {
  type AttentionChange,
  type ImportAttentionDeps,
  type ImportAttentionScope,
  NO_ATTENTION_CHANGE,
  openFailed,
  showAttention,
} from './import-attention.js';

interface Deps extends Pick<ImportAttentionDeps, 'showEntry'> {
  readonly unitOfWork: UnitOfWork<ImportAttentionScope>;
  readonly now: () => Date;
}

interface Failed {
  readonly importId: string;
  /** Workflows of an earlier version say nothing of it. */
  readonly step?: FailedStep;
}

/**
 * Ends an import that no attempt could read or apply, an error of ours; one that no attempt could take back is applied as before. An
 * attempt may still be at work: whichever holds the supplier's list first has decided, and the other one has nothing to do.
 */
export function failSupplierImport(deps: Deps) {
  const { unitOfWork, now } = deps;
  return async ({ importId, step = 'stage' }: Failed): Promise<void> => {
    const opened = await unitOfWork.withScope(SYSTEM, async (scope) => {
      let change: AttentionChange = NO_ATTENTION_CHANGE;
      const fail = async (found: SupplierImport, failure: (typeof INTERNAL_FAILURES)['stage' | 'apply']) => {
        await scope.supplierImports.change(importId, { state: 'failed', failure, finishedAt: now() }, now());
        change = await openFailed(scope, found, failure, now());
      };
      if (step === 'apply') {
        await exclusively(scope, importId, 'applying', (found) => fail(found, INTERNAL_FAILURES.apply));
      } else if (step === 'undo') {
        await exclusively(scope, importId, 'undoing', async () => {
          await scope.supplierImports.change(importId, { state: 'applied' }, now());
        });
      } else {
        const found = await scope.supplierImports.lock(importId);
        if (found?.state === 'reading' || found?.state === 'received') await fail(found, INTERNAL_FAILURES.stage);
      }
      return change;
    });
    await showAttention(deps, opened);
  };
}
