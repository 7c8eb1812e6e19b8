/** What other contexts do with an appointment. */
export { auditOrder, type MoneyEvent, type MoneyTrail } from './audit-order.js';
export type { ChangeDeps, ChangeInput } from './change-appointment.js';
export { compareVisits } from './compare-visits.js';
export { type Checkout, createOrder, type OrderWish } from './create-order.js';
export { expireHold } from './expire-hold.js';
export { followPayLink, type PayLinkExplanation } from './follow-pay-link.js';
export { listOrders } from './list-orders.js';
export type { OrderDetails } from './order-details.js';
export type { PaymentPageInput } from './payment-page.js';
export { readOrder } from './read-order.js';
export { readVisitCalendar } from './read-visit-calendar.js';
export { refreshOrder } from './refresh-order.js';
export { requestDeskPayment } from './request-desk-payment.js';
