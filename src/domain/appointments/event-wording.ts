import { toDecimal } from '../money.js';

/** What is known of an event of an appointment's history. */
interface HistoryEvent {
  readonly move: string;
  readonly to: string;
  readonly context: Readonly<Record<string, unknown>>;
}

const SENTENCES: Readonly<Record<string, string>> = {
  book: 'Slot held',
  confirm: 'Paid: booked',
  rebook: 'Paid late: the slot was still free, booked again',
  expire: 'Not paid in time: the slot was freed',
  reschedule: 'Moved to another time',
  start: 'Consultation started',
  complete: 'Consultation completed',
  no_show: 'Patient did not come',
  extend: 'More time to pay',
  resume: 'Workflow resumed from the record',
  resend: 'Confirmation is sent again',
};

/** An event in a few words, without who did it and why: whoever shows it adds those. */
export function eventWords({ move, to, context }: HistoryEvent): string {
  if (move === 'cancel')
    return context.waitsForApproval ? `${words(to)}: its refund waits for a second person` : words(to);
  if (move === 'refund') return refundWords(context);
  if (move === 'attention') return `Closed: ${words(String(context.code ?? 'an entry')).toLowerCase()}`;
  if (move === 'payment' && context.dispute) return `Dispute ${context.state}${amountOf(context)}`;
  return SENTENCES[move] ?? words(move);
}

function refundWords(context: HistoryEvent['context']): string {
  const amount = amountOf(context);
  if (context.retry) return 'Failed refund is sent again';
  if (context.late) return `Paid late: the money goes back, refund${amount}`;
  if (context.rejected) return `Refund${amount}: refused by a second person`;
  if (context.request) return `Refund${amount}: waits for a second person`;
  if (typeof context.status === 'string') return `Refund${amount}: ${words(context.status).toLowerCase()}`;
  return `Refund${amount} decided`;
}

function amountOf({ amount }: HistoryEvent['context']): string {
  return typeof amount === 'number' ? ` of ${toDecimal(amount)}` : '';
}

function words(code: string): string {
  const text = code.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
