/** How far an order at a supplier has come; on the wire. */
export const PURCHASE_ORDER_STATUSES = ['draft', 'sent', 'partly_received', 'received', 'cancelled'] as const;
export type PurchaseOrderStatus = (typeof PURCHASE_ORDER_STATUSES)[number];

/** What a person can set; the other statuses follow from what arrives. */
export const SETTABLE_STATUSES = ['sent', 'cancelled'] as const satisfies readonly PurchaseOrderStatus[];
export type SettableStatus = (typeof SETTABLE_STATUSES)[number];

/** What of an order is still expected from its supplier. */
export const ON_ORDER = ['sent', 'partly_received'] as const satisfies readonly PurchaseOrderStatus[];
