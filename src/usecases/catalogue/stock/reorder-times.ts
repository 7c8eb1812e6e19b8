import { daysOf, type SupplierMapping } from '../../../domain/catalogue/mappings/mapping.js';
import type { ReorderTimes } from '../../../domain/catalogue/stock/reorder.js';
import type { ClinicPolicy } from '../../../domain/clinics/public.js';

const DAY_MS = 86_400_000;

/** How long an order at a supplier should last and takes to come; at once from one of which the clinic has no mapping any more. */
export function reorderTimesOf(
  { reorderCoverMs }: Pick<ClinicPolicy, 'reorderCoverMs'>,
  mapping: Pick<SupplierMapping, 'leadTime'> | undefined,
): ReorderTimes {
  return { coverMs: reorderCoverMs, leadMs: (daysOf(mapping?.leadTime ?? '') ?? 0) * DAY_MS };
}
