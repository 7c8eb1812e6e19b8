import type { KeyRing } from '../../../config/key-ring.js';
import type { RefundSnapshot } from '../../../domain/appointments/snapshot.js';
import type { AttentionCode } from '../../../domain/attention.js';
import type { ChatRole, RoomStatus } from '../../../domain/chat/public.js';
import type { DeliveryOutcome, MessageKind } from '../../../domain/messaging/public.js';
import type { Currency } from '../../../domain/money.js';
import type { OrderStatus, PaymentHistory, ProviderName } from '../../../domain/payments/public.js';
import type { Sql } from '../../sql.js';
import { refundReasonOf } from '../payments/public.js';
import { APPOINTMENT_COLUMNS, type AppointmentRow } from './appointments.js';
import { reasonOf } from './history.js';

/** What the page in the Temporal UI shows of an appointment beside its row; moments are ISO 8601. */
export interface StaffPageRecord {
  readonly zone: string;
  readonly entries: readonly {
    readonly code: AttentionCode;
    readonly context: Readonly<Record<string, unknown>>;
    readonly openedAt: string;
  }[];
  /** `session` is the checkout session at the provider, through which the payment came. */
  readonly payments: readonly {
    readonly id: string;
    readonly provider: ProviderName;
    readonly providerPaymentId: string;
    readonly session: string | null;
    readonly amount: number;
    readonly currency: Currency;
    readonly purpose: string;
    readonly refunds: PaymentHistory['refunds'];
    readonly disputes: PaymentHistory['disputes'];
  }[];
  readonly refunds: readonly {
    readonly id: string;
    readonly provider: ProviderName;
    readonly providerRefundId: string | null;
    readonly failureReason: string | null;
  }[];
  /** `session` is null until the provider has answered, and for an order that needs none. */
  readonly orders: readonly {
    readonly provider: ProviderName;
    readonly session: string | null;
    readonly status: OrderStatus;
  }[];
  readonly refundRequests: readonly {
    readonly id: string;
    readonly paymentId: string;
    readonly amount: number;
    readonly currency: Currency;
    readonly refundReason: string;
    readonly requestedBy: string | null;
    readonly requestedLabel: string;
    readonly reason: string;
  }[];
  /** The visit's chat room; null: none yet. `seen`: its members who were seen in it, around the present time or another. */
  readonly room: {
    readonly status: RoomStatus;
    readonly opensAt: string;
    readonly closedAt: string | null;
    readonly openUntil: string | null;
    readonly seen: readonly { readonly role: ChatRole; readonly at: string }[];
  } | null;
  /** What was prescribed on the visit, oldest first. */
  readonly prescriptions: readonly {
    readonly number: string;
    /** Of the prescription, and of its delivery: as they are stored. */
    readonly status: string;
    readonly delivery: string;
    readonly issuedAt: string;
    readonly doctorId: string;
    readonly endedAt: string | null;
    readonly endedBy: string | null;
  }[];
  /** The latest, oldest first. */
  readonly history: readonly {
    readonly move: string;
    readonly toStatus: string;
    readonly actorUserId: string | null;
    readonly actorLabel: string;
    readonly reason: string | null;
    readonly context: Readonly<Record<string, unknown>>;
    readonly changedAt: string;
  }[];
  /** The latest messages, oldest first: outcome by channel. */
  readonly messages: readonly {
    readonly kind: MessageKind;
    /** Which of several of the same kind. */
    readonly occurrence: string;
    readonly at: string;
    readonly outcomes: Readonly<Record<string, DeliveryOutcome | 'sending'>>;
  }[];
}

/** Rows of each kind: an appointment that was moved a hundred times must not make each step's answer longer. */
const MOST = 10;

type SealedPage = Omit<StaffPageRecord, 'history' | 'refundRequests'> & {
  readonly history: readonly (Omit<StaffPageRecord['history'][number], 'reason'> & {
    operationId: string;
    reasonSealed: string | null;
  })[];
  readonly refundRequests: readonly (Omit<StaffPageRecord['refundRequests'][number], 'reason'> & {
    reasonSealed: string;
  })[];
};

/** An appointment, what hangs on it, and what people read of it. */
export interface ReadAppointment {
  readonly row: AppointmentRow;
  /** Codes of its open entries, the oldest first. */
  readonly attention: readonly AttentionCode[];
  readonly refunds: readonly RefundSnapshot[];
  /** Ids of its orders whose checkout may be open. */
  readonly openOrders: readonly string[];
  readonly page: StaffPageRecord;
}

type ReadRow = AppointmentRow & {
  readonly page: SealedPage;
  readonly openAttention: ReadAppointment['attention'];
  readonly allRefunds: ReadAppointment['refunds'];
  readonly openOrders: ReadAppointment['openOrders'];
};

export class SnapshotRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** The appointment as it is now, what hangs on it, and its page, in one statement: they are of one moment. */
  async read(appointmentId: string): Promise<ReadAppointment | null> {
    const { rows } = await this.db.query<ReadRow>(SELECT, [appointmentId, MOST]);
    const [found] = rows;
    if (!found) return null;
    const { page, openAttention, allRefunds, openOrders, ...row } = found;
    return { row, attention: openAttention, refunds: allRefunds, openOrders, page: this.open(page) };
  }

  private open({ refundRequests: requests, ...rest }: SealedPage): StaffPageRecord {
    return {
      ...rest,
      refundRequests: requests.map(({ reasonSealed: sealed, ...row }) => ({
        ...row,
        reason: this.keys.openText(sealed, refundReasonOf(row.id)),
      })),
      history: rest.history.map(({ operationId, reasonSealed: sealed, ...row }) => ({
        ...row,
        reason: sealed ? this.keys.openText(sealed, reasonOf(operationId)) : null,
      })),
    };
  }
}

const PAGE = `
  select c.timezone as zone,
    (select coalesce(json_agg(a order by a."openedAt", a.code), '[]') from (
       select code, context, opened_at as "openedAt" from attention
        where subject_id = $1 and resolved_at is null order by opened_at, code limit $2) a) as entries,
    (select coalesce(json_agg(p order by p.captured_at, p.id), '[]') from (
       select p.id, p.provider, p.provider_payment_id as "providerPaymentId", o.provider_session_id as session, p.amount, p.currency, p.purpose,
              p.captured_at,
              (select coalesce(json_agg(json_build_object('amount', r.amount, 'status', r.status, 'failureReason', r.failure_reason)), '[]')
                 from refunds r where r.payment_id = p.id) as refunds,
              (select coalesce(json_agg(json_build_object('state', d.state)), '[]') from disputes d where d.payment_id = p.id) as disputes
         from payments p join orders o on o.id = p.order_id
        where o.subject_id = $1 order by p.captured_at desc, p.id limit $2) p) as payments,
    (select coalesce(json_agg(r order by r.created_at, r.id), '[]') from (
       select r.id, p.provider, r.provider_refund_id as "providerRefundId", r.failure_reason as "failureReason", r.created_at
         from orders o join refunds r on r.order_id = o.id join payments p on p.id = r.payment_id
        where o.subject_id = $1 order by r.created_at desc, r.id limit $2) r) as refunds,
    (select coalesce(json_agg(o order by o.created_at, o.id), '[]') from (
       select id, provider, provider_session_id as session, status, created_at from orders
        where subject_id = $1 order by created_at desc, id limit $2) o) as orders,
    (select coalesce(json_agg(q), '[]') from (
       select q.id, q.payment_id as "paymentId", q.amount, q.currency, q.refund_reason as "refundReason",
              q.requested_by as "requestedBy", q.requested_label as "requestedLabel", q.reason_sealed as "reasonSealed"
         from orders o join payments p on p.order_id = o.id join refund_requests q on q.payment_id = p.id and q.state = 'open'
        where o.subject_id = $1 order by q.requested_at, q.id limit $2) q) as "refundRequests",
    (select json_build_object('status', r.status, 'opensAt', r.opens_at, 'closedAt', r.closed_at, 'openUntil', r.open_until,
              'seen', (select coalesce(json_agg(json_build_object('role', m.role, 'at', m.seen_at) order by m.seen_at, m.role), '[]')
                         from chat_members m where m.room_id = r.id and m.seen_at is not null and m.left_at is null))
       from chat_rooms r where r.appointment_id = $1) as room,
    (select coalesce(json_agg(x order by x.number), '[]') from (
       select p.number, p.status, r.delivery, p.issued_at as "issuedAt", p.doctor_id as "doctorId", p.ended_at as "endedAt", p.ended_by as "endedBy"
         from prescription_requests r join prescriptions p on p.request_id = r.id
        where r.appointment_id = $1 order by p.issued_at desc, p.id limit $2) x) as prescriptions,
    (select coalesce(json_agg(h order by h.seq), '[]') from (
       select seq, operation_id as "operationId", move, to_status as "toStatus", actor_user_id as "actorUserId", actor_label as "actorLabel", reason_sealed as "reasonSealed", context, changed_at as "changedAt" from status_history
        where appointment_id = $1 order by seq desc limit $2) h) as history,
    (select coalesce(json_agg(m order by m.at), '[]') from (
       select kind, occurrence, max(coalesce(sent_at, claimed_at)) as at, json_object_agg(channel, state) as outcomes from notifications
        where subject_id = $1 group by version, kind, occurrence order by 3 desc limit $2) m) as messages
   from clinics c where c.id = a.clinic_id`;

const SELECT = `
  select ${APPOINTMENT_COLUMNS}, row_to_json(page.*) as page,
    (select coalesce(json_agg(e.code order by e.since, e.code), '[]') from (
       select code, min(opened_at) as since from attention
        where subject_id = $1 and resolved_at is null group by code) e) as open_attention,
    (select coalesce(json_agg(json_build_object('id', r.id, 'amount', r.amount, 'status', r.status)
                              order by r.created_at, r.id), '[]')
       from orders o join refunds r on r.order_id = o.id where o.subject_id = $1) as all_refunds,
    (select coalesce(json_agg(id order by created_at, id), '[]') from orders
      where subject_id = $1 and status in ('creating', 'pending')) as open_orders
   from appointments a, lateral (${PAGE}) page where a.id = $1`;
