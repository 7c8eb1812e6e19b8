import { randomUUID } from 'node:crypto';
import { CALM_POLICY } from './fake-activities.js';

type Run = (text: string, values: readonly unknown[]) => Promise<unknown>;

/**
 * A visit that nobody has booked: its rows alone, without a workflow; its id. What resumes it later goes by a policy that leaves it in peace.
 */
export async function insertVisit(
  run: Run,
  visit: {
    readonly clinicId: string;
    readonly doctorId: string;
    readonly patientId: string;
    readonly start: Date;
    readonly status: string;
  },
): Promise<string> {
  const [slot, id] = [randomUUID(), randomUUID()];
  const { clinicId, doctorId, patientId, start, status } = visit;
  const end = new Date(start.getTime() + 900);
  await run(
    `insert into availabilities (id, clinic_id, doctor_id, start_time, end_time, slot_type, timezone)
     values ($1, $2, $3, $4, $5, 'short', 'UTC')`,
    [slot, clinicId, doctorId, start, end],
  );
  await run("insert into subjects (id, kind, clinic_id) values ($1, 'appointment', $2)", [id, clinicId]);
  await run(
    `insert into appointments (id, clinic_id, availability_id, doctor_id, patient_id, status, payment_status,
       payment_required, price, currency, is_initial, starts_at, ends_at, booked_at, expires_at, status_since, policy,
       body_hash, answer, run_id)
     values ($1, $2, $3, $4, $5, 'pending', 'unpaid', false, 0, 'aud', true, $6, $7, now(), now(), now(), $8, 'h', '{}', 'r')`,
    [id, clinicId, slot, doctorId, patientId, start, end, JSON.stringify(CALM_POLICY)],
  );
  if (status !== 'pending') {
    await run("update appointments set status = 'booked', payment_status = 'waived' where id = $1", [id]);
  }
  if (!['pending', 'booked'].includes(status)) {
    await run('update appointments set status = $2 where id = $1', [id, status]);
  }
  return id;
}
