import { type Findings, groupBy } from '../../rig/check/findings.js';
import type { PrescribingWorld } from './prescribing-world.js';

/** Invariant 9, of prescriptions: whatever is done with one, and whoever reads it, stands in the audit; what is done once, once. */
export function checkPrescribingAudit(world: PrescribingWorld, findings: Findings): void {
  const { prescriptions, supplies, audit, facts } = world;
  const recorded = groupBy(audit, ({ entity_id: id, action }) => `${id} ${action}`);
  const count = (id: string, what: string) => recorded.get(`${id} prescription.${what}`)?.length ?? 0;
  const once = (rule: string, rows: readonly { readonly id: string; readonly number: string }[], what: string) =>
    findings.each(9, rule, rows, ({ id, number }) =>
      count(id, what) === 1 ? null : `${number}: ${count(id, what)} rows “${what}”`,
    );
  once('what was issued stands in the audit, once', prescriptions, 'issued');
  const ended = (status: string) => prescriptions.filter((row) => row.status === status);
  once('what was cancelled stands in the audit, once', ended('cancelled'), 'cancelled');
  once('what was superseded stands in the audit, once', ended('superseded'), 'superseded');
  const supplied = groupBy(supplies, (row) => row.prescription_id);
  findings.each(9, 'each supply stands in the audit, once', supplied, ([id, rows]) => {
    const requests = new Set(rows.map((row) => row.request_id)).size;
    return count(id, 'supplied') === requests ? null : `${id}: ${requests} supplies, ${count(id, 'supplied')} rows`;
  });
  findings.each(9, 'who reads a prescription stands in the audit', facts.prescribing.papers, (paper) => {
    const { prescriptionId: id, sha256s, look } = paper;
    if (count(id, 'downloaded') < sha256s.length) return `${id}: ${sha256s.length} downloads`;
    return look && count(id, 'looked_up') === 0 ? `${id}: a look` : null;
  });
}
