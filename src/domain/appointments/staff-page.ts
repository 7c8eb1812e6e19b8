import type { AttentionCode } from '../attention.js';

/** A moment as support staff read it: epoch milliseconds, and the words of the clinic's zone. */
export interface PageTime {
  readonly at: number;
  readonly local: string;
}

/** An object at a payment provider; `url` is its page in the provider's dashboard, where there is one. */
export interface ProviderObject {
  readonly id: string;
  readonly url: string | null;
}

/** An open entry, with what is known about it as ready lines. */
export interface PageEntry {
  readonly code: AttentionCode;
  readonly opened: PageTime;
  readonly facts: readonly string[];
}

export interface PagePayment {
  /** Our id, which `issueRefund` takes as `paymentId`. */
  readonly id: string;
  readonly purpose: string;
  /** Minor units that neither went back nor are about to. */
  readonly refundable: number;
  /** `80.00 AUD by stripe` */
  readonly words: string;
  readonly provider: ProviderObject;
}

/** A checkout session at a provider that has brought no money: to be looked up there. */
export interface PageCheckout {
  readonly id: string;
  /** `stripe, open` */
  readonly words: string;
}

export interface PageRefund {
  readonly id: string;
  /** Whose money it is: `desk`, `stripe`, `paystack`. */
  readonly provider: string;
  readonly providerRefundId: string | null;
  readonly failure: string | null;
}

/** A refund that waits for a second person; amount in minor units. */
export interface PageRefundRequest {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
  /** The clinic cancelled, so that it cannot be refused: the patient is owed the money, and still has not got it. */
  readonly owed: boolean;
}

/** A line of "What happened"; `message` is the kind of the message, where it is about one. */
export interface PageEvent extends PageTime {
  readonly what: string;
  readonly by: string | null;
  readonly reason: string | null;
  readonly message?: string;
}

/**
 * What the page in the Temporal UI shows and no workflow decides by. The use case that reads the record writes it in
 * ready words, because a workflow must not calculate with time zones; every list has an upper bound.
 */
export interface StaffPage {
  readonly zone: string;
  readonly readAt: number;
  readonly startsAt: string;
  readonly endsAt: string;
  /** What has to have happened until when: the deadline that people agree on, not the next timer. */
  readonly deadline: (PageTime & { readonly what: string }) | null;
  readonly entries: readonly PageEntry[];
  readonly checkouts: readonly PageCheckout[];
  readonly payments: readonly PagePayment[];
  readonly refunds: readonly PageRefund[];
  readonly refundRequests: readonly PageRefundRequest[];
  /** Whether the provider can be asked for money: an order was begun, and none of it has come. */
  readonly mayBringMoney: boolean;
  /** Whether the chat room is open, as a ready line; null before there is one. Never a word of what is said in it. */
  readonly chat: string | null;
  /** Who is known to have been there, one line each. */
  readonly seen: readonly string[];
  /** What was prescribed on the visit, one line each: number, state and delivery, and nothing of what it says. */
  readonly prescriptions: readonly string[];
  readonly happened: readonly PageEvent[];
}
