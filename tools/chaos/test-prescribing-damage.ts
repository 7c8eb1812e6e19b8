import { randomUUID } from 'node:crypto';
import type { Damage } from '../rig/test-damage.js';
import type { ChaosScene } from '../rig/test-scene.js';

/** A copy of the only supply, changed. */
const anotherSupply = (change: string) =>
  `insert into dispensings select (jsonb_populate_record(d, '{"id": "${randomUUID()}", "request_id": "${randomUUID()}", ${change}}')).* from dispensings d`;
const numbered = (ordinal: number) => `(select id from prescriptions where ordinal = ${ordinal})`;

/** What can go wrong with prescriptions, and the rule that must notice. */
export function prescribingDamages(scene: () => ChaosScene): readonly Damage[] {
  const sql = (text: string) => scene().sql(text);
  const facts = () => scene().prescribing;
  const change = <T extends object>(seen: T | undefined, by: Partial<T>) => Object.assign(seen ?? {}, by);
  return [
    [
      'a number that nobody has',
      'the numbers of a year are complete, each once',
      () => sql(`update prescriptions set ordinal = 9, number = 'RX2026000009' where ordinal = 4`),
    ],
    [
      'a number that two have',
      'the numbers of a year are complete, each once',
      () => sql(`update prescriptions set ordinal = 3, number = 'RX2026000003' where ordinal = 4`),
    ],
    [
      'a number that was counted and is on no prescription',
      'the numbers of a year are complete, each once',
      () => sql('update prescription_counters set last = 5'),
    ],
    [
      'a number that says another place',
      'a number says its year and its place',
      () => sql(`update prescriptions set number = 'RX2026000014' where ordinal = 4`),
    ],
    [
      'a prescription that was answered and is not there',
      'a prescription answered 201 exists as answered',
      () => change(facts().prescriptions[3], { issued: [{ id: randomUUID(), number: 'RX2026000004' }] }),
    ],
    [
      'a prescription that one request has made twice',
      'a prescription answered 201 exists as answered',
      () => sql('update prescription_items set quantity = 1 where quantity = 4'),
    ],
    [
      'a prescription of another patient than was answered',
      'a prescription answered 201 exists as answered',
      () => sql(`update prescriptions set patient_id = '${randomUUID()}' where ordinal = 1`),
    ],
    [
      'a prescription that was refused and is there',
      'a prescription answered 4xx left nothing',
      () => sql('update prescription_items set quantity = 99 where quantity = 4'),
    ],
    [
      'a doctor who is never answered',
      'who asks again about a prescription is answered in the end',
      () => change(facts().cancels[0], { outcome: 'unknown', statuses: [503] }),
    ],
    [
      'a prescription that nobody asked for',
      'a prescription comes from a request',
      () => sql('update prescription_items set quantity = 50 where quantity = 1'),
    ],
    [
      'a cancel that was acknowledged and undone',
      'an acknowledged cancel has ended its prescription',
      () => sql(`update prescriptions set status = 'superseded', superseded_by = ${numbered(4)} where ordinal = 2`),
    ],
    [
      'a prescription that stands beside the one in its place',
      'what stands in the place of a prescription is named by it',
      () => sql(`update prescriptions set superseded_by = ${numbered(1)} where ordinal = 3`),
    ],
    ['an end that nobody asked for', 'a prescription ends because somebody asked', () => facts().cancels.splice(0, 1)],
    [
      'a prescription without its document',
      'what stands has one document',
      () => sql(`delete from prescription_documents where prescription_id = ${numbered(1)}`),
    ],
    [
      'a second document of a prescription',
      'what stands has one document',
      () =>
        sql(
          `insert into prescription_documents select prescription_id, 'other.pdf', sha256, size, made_at from prescription_documents where prescription_id = ${numbered(1)}`,
        ),
    ],
    [
      'a document that is other bytes the second time',
      'a document is the same bytes whenever it is read',
      () => change(facts().papers[0], { sha256s: [facts().papers[0]?.sha256s[0] ?? '', 'f'.repeat(64)] }),
    ],
    [
      'a document that its patient cannot read',
      'a document is the same bytes whenever it is read',
      () => change(facts().papers[0], { sha256s: [] }),
    ],
    [
      'a look that finds a changed record',
      'a look finds the record as it was signed',
      () => change(facts().papers[0]?.look ?? undefined, { isSigned: false, valid: false }),
    ],
    [
      'a look that calls a cancelled prescription valid',
      'a look finds the record as it was signed',
      () => change(facts().papers[1]?.look ?? undefined, { valid: true }),
    ],
    [
      'a patient who was not notified',
      'a request is notified in one mail',
      () => sql(`delete from notifications where subject_id = ${numbered(1)}`),
    ],
    [
      'a patient who was notified twice',
      'a request is notified in one mail',
      () => sql(`update notifications set subject_id = ${numbered(1)} where subject_id = ${numbered(3)}`),
    ],
    [
      'a mail that is recorded and was never received',
      'a request is notified in one mail',
      () =>
        scene().mails.splice(
          scene().mails.findIndex(({ kind }) => kind === 'prescription_superseded'),
          1,
        ),
    ],
    [
      'a cancel of which nobody was notified',
      'a cancel is notified once',
      () => sql(`delete from notifications where kind = 'prescription_cancelled'`),
    ],
    [
      'a delivery that has stopped half way',
      'the workflow of a request has ended, or waits for its reminder',
      () => sql(`update prescription_requests set delivery = 'rendering' where id = ${numbered(4)}`),
    ],
    [
      'a workflow that waits for nothing',
      'the workflow of a request has ended, or waits for its reminder',
      () => sql('update prescription_requests set remind_at = null'),
    ],
    [
      'a request without a workflow',
      'the workflow of a request has ended, or waits for its reminder',
      () => sql(`update prescription_requests set id = '${randomUUID()}' where id = ${numbered(4)}`),
    ],
    [
      'one supply too many',
      'no item is supplied more often than it allows',
      async () => {
        await sql(anotherSupply('"supply_no": 2, "dispensed_on": "2026-11-21"'));
        await sql(
          anotherSupply('"supply_no": 3, "dispensed_on": "2026-11-22"').replace(
            'from dispensings d',
            'from dispensings d limit 1',
          ),
        );
      },
    ],
    [
      'two supplies with one number',
      'each supply of an item has a number of its own',
      () => sql(anotherSupply('"dispensed_on": "2026-11-21"')),
    ],
    [
      'two supplies on one day',
      'between two supplies of an item its interval lies',
      () => sql(anotherSupply('"supply_no": 2')),
    ],
    [
      'a supply after the cancel',
      'nothing is supplied of a prescription that has ended',
      () =>
        sql(
          `update prescriptions set status = 'cancelled', ended_at = now() - interval '1 hour', ended_by = doctor_id, end_reason_sealed = 'x', superseded_by = null where ordinal = 1`,
        ),
    ],
    [
      'a supply that was answered and is not recorded',
      'a supply answered 201 is recorded as answered',
      () => sql('delete from dispensings'),
    ],
    [
      'a supply that was refused and is recorded',
      'a supply answered 4xx left nothing',
      () => sql(anotherSupply('"supply_no": 2, "dispensed_on": "2026-11-21", "pharmacy_name": "Pharmacy 2"')),
    ],
    [
      'a supply of nobody',
      'a supply comes from a pharmacy',
      () => sql(`update dispensings set pharmacy_name = 'Another'`),
    ],
    [
      'a look that counts a repeat too many',
      'a look counts what is left',
      () => change(facts().papers[0]?.look ?? undefined, { left: [2] }),
    ],
    [
      'an issue that the audit does not know',
      'what was issued stands in the audit, once',
      () => sql(`delete from audit_events where action = 'prescription.issued' and entity_id = ${numbered(1)}::text`),
    ],
    [
      'a cancel that the audit has twice',
      'what was cancelled stands in the audit, once',
      () =>
        sql(
          `insert into audit_events select (jsonb_populate_record(a, '{"id": "${randomUUID()}"}')).* from audit_events a where action = 'prescription.cancelled'`,
        ),
    ],
    [
      'a replacing that the audit does not know',
      'what was superseded stands in the audit, once',
      () => sql(`delete from audit_events where action = 'prescription.superseded'`),
    ],
    [
      'a supply that the audit does not know',
      'each supply stands in the audit, once',
      () => sql(`delete from audit_events where action = 'prescription.supplied'`),
    ],
    [
      'a reading that the audit does not know',
      'who reads a prescription stands in the audit',
      () => sql(`delete from audit_events where action = 'prescription.looked_up'`),
    ],
  ];
}
