/** What other contexts may import of these answers. */
export { wireRefundStatus, wireStatus } from './presenter.js';
export type { OrderWireStatus, RefundWireStatus } from './responses.js';
