import type { bookAppointment } from '../../usecases/appointments/book-appointment.js';
import type { deleteAppointment } from '../../usecases/appointments/delete-appointment.js';
import type { listAppointments } from '../../usecases/appointments/list-appointments.js';
import type { readAppointment } from '../../usecases/appointments/read-appointment.js';
import type { readCalendar } from '../../usecases/appointments/read-calendar.js';
import type { readHistory } from '../../usecases/appointments/read-history.js';
import type { requestCheckIn } from '../../usecases/appointments/request-check-in.js';
import type { requestMove } from '../../usecases/appointments/request-move.js';
import type { requestReschedule } from '../../usecases/appointments/request-reschedule.js';
import type { changeClinic, readClinic } from '../../usecases/clinics/clinic-details.js';
import type { changePaymentSettings, readPaymentSettings } from '../../usecases/clinics/payment-settings.js';
import type { changeClinicPolicies, readClinicPolicies } from '../../usecases/clinics/policies.js';
import type { auditOrder } from '../../usecases/payments/orders/audit-order.js';
import type { createOrder } from '../../usecases/payments/orders/create-order.js';
import type { dailyTakings } from '../../usecases/payments/orders/daily-takings.js';
import type { followPayLink } from '../../usecases/payments/orders/follow-pay-link.js';
import type { listOrders } from '../../usecases/payments/orders/list-orders.js';
import type { readOrder } from '../../usecases/payments/orders/read-order.js';
import type { readPaymentsStatus } from '../../usecases/payments/orders/read-payments-status.js';
import type { readVisitCalendar } from '../../usecases/payments/orders/read-visit-calendar.js';
import type { refreshOrder } from '../../usecases/payments/orders/refresh-order.js';
import type { takeDeskPayment } from '../../usecases/payments/orders/take-desk-payment.js';
import type { listReceipts, readReceiptPdf } from '../../usecases/payments/receipts/read-receipts.js';
import type { listReconciliations, readReconciliation } from '../../usecases/payments/reconciliation/read-reports.js';
import type { takeWebhook } from '../../usecases/payments/webhooks/take-webhook.js';
import type { bulkCreateSlots } from '../../usecases/scheduling/bulk-create-slots.js';
import type { createSlot } from '../../usecases/scheduling/create-slot.js';
import type { deleteSlot } from '../../usecases/scheduling/delete-slot.js';
import type { listFreeSlots } from '../../usecases/scheduling/list-free-slots.js';
import type { listOwnSlots } from '../../usecases/scheduling/list-own-slots.js';
import type { listAttention } from '../../usecases/support/list-attention.js';
import type { readTimeline } from '../../usecases/support/read-timeline.js';
import type { requestEntryResolution } from '../../usecases/support/resolve-entry.js';
import type { runStaffAction } from '../../usecases/support/run-staff-action.js';

export interface SlotServices {
  readonly listFree: ReturnType<typeof listFreeSlots>;
  readonly listOwn: ReturnType<typeof listOwnSlots>;
  readonly create: ReturnType<typeof createSlot>;
  readonly bulkCreate: ReturnType<typeof bulkCreateSlots>;
  readonly delete: ReturnType<typeof deleteSlot>;
}

export interface AppointmentServices {
  readonly book: ReturnType<typeof bookAppointment>;
  readonly move: ReturnType<typeof requestMove>;
  readonly reschedule: ReturnType<typeof requestReschedule>;
  readonly checkIn: ReturnType<typeof requestCheckIn>;
  readonly delete: ReturnType<typeof deleteAppointment>;
  readonly read: ReturnType<typeof readAppointment>;
  readonly list: ReturnType<typeof listAppointments>;
  readonly history: ReturnType<typeof readHistory>;
  readonly calendar: ReturnType<typeof readCalendar>;
}

export interface OrderServices {
  readonly create: ReturnType<typeof createOrder>;
  readonly followPayLink: ReturnType<typeof followPayLink>;
  readonly visitCalendar: ReturnType<typeof readVisitCalendar>;
  readonly list: ReturnType<typeof listOrders>;
  readonly takeAtDesk: ReturnType<typeof takeDeskPayment>;
  readonly read: ReturnType<typeof readOrder>;
  readonly refresh: ReturnType<typeof refreshOrder>;
  readonly audit: ReturnType<typeof auditOrder>;
  readonly paymentsStatus: ReturnType<typeof readPaymentsStatus>;
}

export interface ReceiptServices {
  readonly list: ReturnType<typeof listReceipts>;
  readonly pdf: ReturnType<typeof readReceiptPdf>;
}

export interface TakingsServices {
  readonly read: ReturnType<typeof dailyTakings>;
}

export interface StaffServices {
  readonly attention: ReturnType<typeof listAttention>;
  readonly act: ReturnType<typeof runStaffAction>;
  readonly resolveEntry: ReturnType<typeof requestEntryResolution>;
  readonly timeline: ReturnType<typeof readTimeline>;
}

export interface ReconciliationServices {
  readonly list: ReturnType<typeof listReconciliations>;
  readonly read: ReturnType<typeof readReconciliation>;
}

export interface ClinicServices {
  readonly read: ReturnType<typeof readClinic>;
  readonly change: ReturnType<typeof changeClinic>;
  readonly readPaymentSettings: ReturnType<typeof readPaymentSettings>;
  readonly changePaymentSettings: ReturnType<typeof changePaymentSettings>;
  readonly readPolicies: ReturnType<typeof readClinicPolicies>;
  readonly changePolicies: ReturnType<typeof changeClinicPolicies>;
}

export interface WebhookServices {
  readonly take: ReturnType<typeof takeWebhook>;
  /** By payment provider: how many signed webhooks could not be read since this process began. */
  readonly unreadable: () => ReadonlyMap<string, number>;
}
