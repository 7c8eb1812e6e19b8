import type { SourceView } from '../../usecases/catalogue/sources/source-view.js';
import type { SupplierSourceView } from './source-responses.js';

export function supplierSourceView({ lastRun, nextRunAt, headerNames, ...source }: SourceView): SupplierSourceView {
  const { url, every, mode, coverage, enabled } = source;
  return {
    url,
    every,
    headers: [...headerNames],
    mode,
    coverage,
    enabled,
    last_run: lastRun && {
      at: lastRun.at.toISOString(),
      result: lastRun.result,
      import_id: lastRun.importId,
      error: lastRun.error,
    },
    next_run_at: nextRunAt?.toISOString() ?? null,
  };
}
