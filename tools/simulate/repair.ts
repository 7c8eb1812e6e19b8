import type { Stack } from '../rig/stack.js';
import type { Scene } from './payer.js';

/** Those that a person can send again; what a dispute holds back is decided by the bank. */
const FAILED = `select distinct o.subject_id as appointment_id, o.clinic_id from refunds r join orders o on o.id = r.order_id
  where r.status = 'failed' and coalesce(r.failure_reason, '') not in ('in_dispute', 'dispute_lost')`;

/** Staff send every failed refund again; returns how many appointments had one. */
export async function retryRefunds(scene: Scene, stop: AbortSignal): Promise<number> {
  const { rows } = await scene.db.query<{ appointment_id: string; clinic_id: string }>(FAILED);
  for (const { appointment_id: id, clinic_id: clinic } of rows) {
    const side = Object.values(scene.sides).find(({ clinicId }) => clinicId === clinic);
    const path = `/api/v1/admin/appointments/${id}/actions/`;
    await side?.accountant.anew(stop).ask('POST', path, { action: 'retry_refund', reason: 'simulate: sent again' });
  }
  return rows.length;
}

/** What the product's own reconciliation has made of the run. */
export interface Reconciled {
  readonly repaired: number;
  readonly flagged: number;
  /** Findings by code and what was done about them. */
  readonly findings: Readonly<Record<string, number>>;
}

interface ReportText {
  readonly repaired: number;
  readonly flagged: number;
  readonly findings: readonly { readonly code: string; readonly action: string }[];
}

/** Runs `npm run reconcile` over the whole run. @throws Error when it could not be done */
export async function reconcile(stack: Stack, begun: number): Promise<Reconciled> {
  const from = new Date(begun - 60_000).toISOString();
  const to = new Date(Date.now()).toISOString();
  const { code, output } = await stack.command(['reconcile', '--from', from, '--to', to, '--grace', '1s', '--json']);
  if (code !== 0 && code !== 2) throw new Error(`the reconciliation ended with ${code}: ${output}`);
  const { repaired, flagged, findings }: ReportText = JSON.parse(output.slice(output.indexOf('{\n')));
  const counts: Record<string, number> = {};
  for (const { code: name, action } of findings) {
    counts[`${name} ${action}`] = (counts[`${name} ${action}`] ?? 0) + 1;
  }
  return { repaired, flagged, findings: counts };
}
