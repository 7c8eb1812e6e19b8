import { DomainError } from '../errors.js';
import type { UpdateCommands } from './commands.js';

export type CommandName = keyof UpdateCommands | 'book';

interface StaffUpdate<Command> {
  /** What the Temporal UI shows beside the name. */
  readonly description: string;
  /** An input that can be copied. */
  readonly example: Command;
}

const ID = '00000000-0000-4000-8000-000000000000';
const staff = { by: 'your name', reason: 'why' };

/** The updates that support staff send from the Temporal UI, most often needed first: the order in which it lists them. */
export const STAFF_UPDATES = {
  checkPayment: {
    description: 'Asks the payment provider now whether the patient has paid, for instance when a webhook was lost.',
    example: staff,
  },
  extendPaymentWindow: {
    description: 'Gives the patient more time to pay, in minutes from now, never past the start.',
    example: { ...staff, minutes: 30 },
  },
  resendConfirmation: {
    description: 'Sends the confirmation of a booked appointment again.',
    example: staff,
  },
  retryRefund: {
    description: 'Sends failed refunds again: all of them, or the one named by refundId.',
    example: staff,
  },
  issueRefund: {
    description:
      'Gives money back, in minor units; all that is left of the payment without an amount. Above the limit of the clinic it only asks for a second person.',
    example: { ...staff, amount: 2000 },
  },
  cancelForClinic: {
    description:
      'Cancels for the clinic: the slot is free at once, and the patient gets everything back; above the limit of the clinic, once a second person has approved it.',
    example: staff,
  },
  rejectRefund: {
    description: 'Refuses a refund that waits for a second person. No money leaves.',
    example: { ...staff, refundRequestId: ID },
  },
  decideAbsence: {
    description:
      'Says whose absence a visit was that nobody started: doctor_absent gives everything back (above the limit of the clinic, once a second person has approved it), no_show keeps the fee by policy.',
    example: { ...staff, outcome: 'doctor_absent' },
  },
  resolveAttention: {
    description:
      'Closes an entry that needs a person, once it is dealt with. For a failed refund it records that the money was paid out by hand; above the limit of the clinic only by API.',
    example: { ...staff, code: 'refund_failed' },
  },
} as const satisfies Partial<{ readonly [Name in keyof UpdateCommands]: StaffUpdate<UpdateCommands[Name]> }>;

export type StaffUpdateName = keyof typeof STAFF_UPDATES;

export function isStaffUpdate(name: string): name is StaffUpdateName {
  return name in STAFF_UPDATES;
}

/** The updates that only the API sends, each with what a person in the Temporal UI does instead. */
export const API_UPDATES = {
  approveRefund:
    'By API only: a refund above the limit is approved by a second person who is signed in: POST admin/appointments/{id}/actions/ with the action approve_refund. To refuse it, use rejectRefund.',
  confirmDeskRefund:
    'By API only: money is paid out by somebody who is signed in: POST admin/appointments/{id}/actions/ with the action confirm_desk_refund.',
  takeAtDesk:
    'By API only: money is taken by somebody who is signed in: POST appointments/{id}/desk-payments/. To give more time to pay, use extendPaymentWindow.',
  checkout: 'By API only: the patient opens the payment page. To give more time to pay, use extendPaymentWindow.',
  cancel: 'By API only: patient and doctor cancel there. To cancel for the clinic, use cancelForClinic.',
  reschedule:
    'By API only: patient, doctor and reception move an appointment there. To call it off instead, use cancelForClinic.',
  checkIn: 'By API only: the patient or reception checks in: POST appointments/{id}/check-in/.',
  start: 'By API only: the doctor starts the consultation. To call it off instead, use cancelForClinic.',
  complete: 'By API only: the doctor completes the consultation.',
  noShow:
    'By API only: the doctor says that the patient did not come. After the end of a visit that nobody started, use decideAbsence.',
  book: 'By API only: POST appointments/ books a slot.',
} as const satisfies { readonly [Name in Exclude<CommandName, StaffUpdateName>]: string };

/** Why a command that does not come from the API is refused, whatever it says; null for staff's own. */
export function apiOnlyError(name: CommandName): DomainError | null {
  return name in API_UPDATES ? new DomainError('forbidden', API_UPDATES[name as keyof typeof API_UPDATES]) : null;
}
