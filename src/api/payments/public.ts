/** What other contexts, and the app, show of money. */
export { payPage } from './pay-page.js';
export { registerPaymentPages } from './payment-pages.js';
export { wireRefundStatus, wireStatus } from './presenter.js';
export type { OrderWireStatus, RefundWireStatus } from './responses.js';
