import type { KeyRing } from '../../../config/key-ring.js';
import { type ConsultationRecord, EMPTY_CONSULTATION } from '../../../domain/appointments/consultation.js';
import type { ConsultationMode } from '../../../domain/appointments/states.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { AppointmentsTable } from '../../tables/appointments/appointments.js';
import { ConsultationsTable } from '../../tables/appointments/consultations.js';

interface Found {
  readonly recordSealed: string | null;
  readonly consultationMode: ConsultationMode | null;
  readonly consultationNotesSealed: string | null;
}

const recordOf = (id: string) => fieldOf(ConsultationsTable, 'recordSealed', id);

export class ConsultationRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** What is recorded of a visit; mode and notes that were given on its completion stand where nothing was recorded since. */
  async find(appointmentId: string): Promise<ConsultationRecord> {
    const { rows } = await this.db.query<Found>(
      `select c.record_sealed, a.consultation_mode, a.consultation_notes_sealed
         from appointments a left join consultations c on c.appointment_id = a.id where a.id = $1`,
      [appointmentId],
    );
    const [found] = rows;
    if (!found) return EMPTY_CONSULTATION;
    if (found.recordSealed !== null) {
      return { ...EMPTY_CONSULTATION, ...JSON.parse(this.keys.openText(found.recordSealed, recordOf(appointmentId))) };
    }
    const field = fieldOf(AppointmentsTable, 'consultationNotesSealed', appointmentId);
    const sealed = found.consultationNotesSealed;
    return {
      ...EMPTY_CONSULTATION,
      mode: found.consultationMode,
      notes: sealed && this.keys.openText(sealed, field),
    };
  }

  /** Puts a record in the place of the one before; returns its version. */
  async save(appointmentId: string, clinicId: string, record: ConsultationRecord, now: Date): Promise<number> {
    const sealed = this.keys.sealText(JSON.stringify(record), recordOf(appointmentId));
    const { rows } = await this.db.query<{ version: number }>(
      `insert into consultations (appointment_id, clinic_id, record_sealed, created_at, updated_at) values ($1, $2, $3, $4, $4)
       on conflict (appointment_id) do update set record_sealed = excluded.record_sealed, updated_at = excluded.updated_at,
         version = consultations.version + 1 returning version`,
      [appointmentId, clinicId, sealed, now],
    );
    return rows[0]?.version ?? 1;
  }
}
