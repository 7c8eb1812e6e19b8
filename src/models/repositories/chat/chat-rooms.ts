import { randomUUID } from 'node:crypto';
import type { Sql } from '../../sql.js';

export class ChatRoomRepository {
  constructor(private readonly db: Sql) {}

  /** Opens the appointment's room, or moves the opening of the one it has; an inactive room of a re-booked visit is active again. */
  async ensure(appointmentId: string, clinicId: string, opensAt: Date): Promise<void> {
    await this.db.query(
      `insert into chat_rooms (id, clinic_id, appointment_id, status, opens_at) values ($1, $2, $3, 'active', $4)
       on conflict (appointment_id) do update set opens_at = excluded.opens_at, status = 'active', closed_at = null`,
      [randomUUID(), clinicId, appointmentId, opensAt],
    );
  }

  async close(appointmentId: string, now: Date): Promise<void> {
    await this.db.query(
      "update chat_rooms set status = 'inactive', closed_at = $2 where appointment_id = $1 and status = 'active'",
      [appointmentId, now],
    );
  }
}
