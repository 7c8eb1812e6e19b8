import { ATTENTION_CODES } from '../attention.js';
import { isUuid } from '../ids.js';
import { ABSENCE_OUTCOMES, type BookCommand, type UpdateCommands } from './commands.js';
import { CANCELLED_STATUSES } from './states.js';

/** One member of a command. */
export interface Field {
  readonly holds: (value: unknown) => boolean;
  /** What it has to be, as the end of the sentence "<name> is ...". */
  readonly is: string;
  readonly optional?: true;
}

export type FieldsOf<Command> = { readonly [Name in keyof Required<Command>]: Field };

/** What every command consists of, `book` included. */
export interface CommandFields extends CommandFieldsOfUpdates {
  readonly book: FieldsOf<BookCommand>;
}
type CommandFieldsOfUpdates = { readonly [Name in keyof UpdateCommands]: FieldsOf<UpdateCommands[Name]> };

const MAX_REASON = 500;
const MAX_NAME = 60;

/** As the API counts: an emoji is one character. */
function text(max: number, what: string): Field {
  return {
    holds: (value) => typeof value === 'string' && value.trim() !== '' && [...value].length <= max,
    is: `${what}, a text of at most ${max} characters in double quotes`,
  };
}

/** What a person typed into a form of the API, which has checked its length; it may be empty. */
const typed: Field = {
  holds: (value) => value === null || typeof value === 'string',
  is: 'null, or a text in double quotes',
  optional: true,
};

function oneOf(values: readonly string[]): Field {
  return { holds: (value) => values.some((known) => known === value), is: `one of ${values.join(', ')}` };
}

function wholeNumber(min: number, max: number, is: string): Field {
  return {
    holds: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max,
    is: `${is}, without quotes`,
  };
}

function id(of: string): Field {
  return { holds: isUuid, is: `the whole id of ${of}, 36 characters in double quotes` };
}

const optional = (field: Field): Field => ({ ...field, optional: true });

/** Left out, null, or what the field says. */
const nullable = (field: Field): Field => ({
  holds: (value) => value === null || field.holds(value),
  is: `null, or ${field.is}`,
  optional: true,
});

const amount = wholeNumber(1, 2_000_000_000, 'a whole number of minor units, such as 2000 for 20.00');
const reason = text(MAX_REASON, 'why you do this');
/** Who says so; by API the signed-in person counts instead. */
const staff = { by: optional(text(MAX_NAME, 'your name')), reason };
const decision = { ...staff, refundRequestId: id('the refund request, as the entry refund_approval shows it') };

export const COMMAND_FIELDS: CommandFields = {
  extendPaymentWindow: {
    ...staff,
    minutes: wholeNumber(1, 24 * 60, 'a whole number of minutes from now, 1 to 1440, such as 30'),
  },
  resendConfirmation: staff,
  retryRefund: { ...staff, refundId: optional(id('a refund that has failed')) },
  issueRefund: { ...staff, amount: optional(amount), paymentId: optional(id('a payment of this appointment')) },
  approveRefund: decision,
  rejectRefund: decision,
  confirmDeskRefund: { ...staff, refundId: id('the refund that was paid out') },
  decideAbsence: { ...staff, outcome: oneOf(ABSENCE_OUTCOMES) },
  resolveAttention: { ...staff, code: oneOf(ATTENTION_CODES) },
  cancelForClinic: staff,
  checkPayment: staff,
  takeAtDesk: {
    ...staff,
    orderId: id('the order'),
    method: oneOf(['cash', 'terminal', 'transfer']),
    amount,
    note: typed,
  },
  checkout: { orderId: id('the order'), provider: typed },
  cancel: { to: oneOf(CANCELLED_STATUSES), reason: typed },
  reschedule: { slotId: id('the free slot') },
  checkIn: {},
  start: {},
  complete: {
    mode: nullable(oneOf(['video', 'phone', 'in_person', 'chat'])),
    notes: typed,
  },
  noShow: { reason: typed },
  book: {
    slotId: id('the free slot'),
    patientId: id('the patient'),
    bodyHash: text(200, 'the hash of the request'),
    consultationType: typed,
    symptoms: typed,
  },
};
