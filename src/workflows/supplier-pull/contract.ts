/** The workflow's type name. A Schedule starts it; its id begins with that of the Schedule. */
export const SUPPLIER_PULL_WORKFLOW = 'supplierPull';

export interface SupplierPullInput {
  readonly clinicId: string;
  /** The key of the supplier's mapping. */
  readonly supplier: string;
}

/** How a run has ended, for whoever looks at it in the Temporal UI; null: there is no such source any more. */
export interface SupplierPullResult {
  readonly result: 'imported' | 'unchanged' | 'failed';
  readonly importId: string | null;
  readonly error: string | null;
}
