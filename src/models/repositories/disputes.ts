import type { DisputeStanding } from '../../domain/payment/disputes.js';
import type { Currency } from '../../domain/payment/money.js';
import type { Queryable } from '../connection.js';

export interface DisputeRow {
  readonly id: string;
  readonly clinic_id: string;
  readonly appointment_id: string;
  readonly order_id: string;
  readonly payment_id: string;
  readonly provider: string;
  readonly provider_dispute_id: string;
  readonly state: DisputeStanding;
  /** Minor units. */
  readonly amount: number;
  readonly currency: Currency;
  readonly reason: string | null;
  readonly respond_by: Date | null;
  /** How many movements of money at the provider are in the ledger. */
  readonly movements: number;
  /** What is in the ledger as lost for good, minor units. */
  readonly written_off: number;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
}

const COLUMNS = `id, clinic_id, appointment_id, order_id, payment_id, provider, provider_dispute_id, state, amount,
  currency, reason, respond_by, movements, written_off, opened_at, closed_at`;

/** Disputes of captured payments. They change under their appointment's lock alone. */
export class DisputeRepository {
  constructor(private readonly db: Queryable) {}

  async find(provider: string, providerDisputeId: string): Promise<DisputeRow | null> {
    const { rows } = await this.db.query<DisputeRow>(
      `select ${COLUMNS} from disputes where provider = $1 and provider_dispute_id = $2`,
      [provider, providerDisputeId],
    );
    return rows[0] ?? null;
  }

  async ofAppointment(appointmentId: string): Promise<readonly DisputeRow[]> {
    const { rows } = await this.db.query<DisputeRow>(
      `select ${COLUMNS} from disputes where appointment_id = $1 order by opened_at, id`,
      [appointmentId],
    );
    return rows;
  }

  /** Inserts a dispute, or takes over how it stands now: whose it is, and when it began, does not change. */
  async save(row: DisputeRow): Promise<void> {
    await this.db.query(
      `insert into disputes (${COLUMNS})
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
       on conflict on constraint disputes_once do update set state = excluded.state, amount = excluded.amount,
         reason = excluded.reason, respond_by = excluded.respond_by, movements = excluded.movements,
         written_off = excluded.written_off, closed_at = excluded.closed_at`,
      [
        row.id,
        row.clinic_id,
        row.appointment_id,
        row.order_id,
        row.payment_id,
        row.provider,
        row.provider_dispute_id,
        row.state,
        row.amount,
        row.currency,
        row.reason,
        row.respond_by,
        row.movements,
        row.written_off,
        row.opened_at,
        row.closed_at,
      ],
    );
  }
}
