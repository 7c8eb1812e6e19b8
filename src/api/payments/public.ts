/** What other contexts may import of these answers. */
export { payPage } from './pay-page.js';
export { registerPaymentPages } from './payment-pages.js';
export { wireRefundStatus, wireStatus } from './presenter.js';
export type { OrderWireStatus, RefundWireStatus } from './responses.js';
