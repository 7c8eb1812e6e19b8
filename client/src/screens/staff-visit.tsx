import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { type Appointment, answerOf, api, newId, type TimelineItem, type VisitProps } from '../api.js';
import { Area, Choice, Field, Form, type Values } from '../parts/form.js';
import { Facts, Loaded, Note, Screen, useLoad } from '../parts/page.js';
import { VisitTag } from '../parts/visit-row.js';
import { user } from '../session.js';
import { dayOf, hoursOf, momentOf, money, nameOf } from '../times.js';
import { Context } from './attention.js';

/** What staff can do about an appointment. */
const ACTIONS = [
  ['extend_payment_window', 'Give the patient longer to pay'],
  ['check_payment', 'Ask the provider about the payment'],
  ['resend_confirmation', 'Send the confirmation again'],
  ['issue_refund', 'Give money back'],
  ['retry_refund', 'Try a failed refund again'],
  ['approve_refund', 'Approve a refund that waits'],
  ['reject_refund', 'Refuse a refund that waits'],
  ['confirm_desk_refund', 'Record money paid out at the desk'],
  ['decide_absence', 'Say who was not there'],
  ['resolve_attention', 'Close an entry of the attention list'],
  ['cancel_for_clinic', 'Cancel for the clinic'],
] as const;

type Action = (typeof ACTIONS)[number][0];

const REQUEST = <Field name="refund_request_id" label="Request" hint="As the attention entry names it." required />;
/** What has to be said besides the reason. */
const PARTICULARS: Partial<Record<Action, ComponentChildren>> = {
  extend_payment_window: (
    <Field name="minutes" label="Minutes from now" type="number" min="1" max="1440" defaultValue="60" required />
  ),
  issue_refund: (
    <>
      <Field
        name="amount"
        label="Amount (optional)"
        hint="In the currency of the price. All that is left of the payment when empty."
        inputMode="decimal"
      />
      <Field name="payment_id" label="Payment (optional)" hint="Only of a second payment, or one of a wrong amount." />
    </>
  ),
  retry_refund: <Field name="refund_id" label="Refund (optional)" hint="All failed ones when empty." />,
  confirm_desk_refund: <Field name="refund_id" label="Refund" required />,
  approve_refund: REQUEST,
  reject_refund: REQUEST,
  resolve_attention: <Field name="code" label="Code of the entry" required />,
  decide_absence: (
    <Choice
      name="outcome"
      label="Who was not there"
      options={Object.entries({ no_show: 'The patient', doctor_absent: 'The doctor: all of the money goes back' })}
    />
  ),
};

/** One appointment as the clinic's staff see it: its state, its story, and one form for what can be done. */
export default function StaffVisit() {
  const { id = '' } = useRoute().params;
  const path = { id };
  const both = useLoad(async () => {
    const [visit, timeline] = await Promise.all([
      answerOf(api.GET('/api/v1/appointments/{id}', { params: { path } })),
      answerOf(api.GET('/api/v1/appointments/{id}/timeline', { params: { path } })),
    ]);
    return { visit, ...timeline };
  }, [id]);
  return (
    <Screen title="Appointment" back={['/app/', 'Back']}>
      <Loaded of={both}>
        {({ visit, events, history_url: history }) => (
          <>
            <Booked visit={visit} />
            {visit.status === 'pending' && user.value?.role !== 'accountant' && (
              <DeskPayment visit={visit} again={both.again} />
            )}
            <Act visit={visit} again={both.again} />
            <h2>What happened</h2>
            {history && <a href={history}>The workflow’s history in the Temporal UI</a>}
            <Story events={events} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function Booked({ visit }: { readonly visit: Appointment }) {
  const { start_time: start, timezone, doctor, price, currency, payment_status: paid } = visit;
  return (
    <div class="card">
      <VisitTag visit={visit} />
      <Facts
        of={[
          ['When', `${dayOf(start, timezone)}, ${hoursOf(visit)}`],
          ['Doctor', nameOf(doctor)],
          ['Price', `${money(price, currency)}, ${paid.replaceAll('_', ' ')}`],
          ['Reference', <code key="id">{visit.id}</code>],
        ]}
      />
    </div>
  );
}

function DeskPayment({ visit: { id, price, currency }, again }: VisitProps) {
  return (
    <details class="card">
      <summary>Take the payment at the desk</summary>
      <Form
        action={`Record ${money(price, currency)}`}
        submit={async ({ method = 'cash', ...more }) => {
          const amount = Math.round(Number(price) * 100);
          const body = { ...more, method: method as 'cash' | 'terminal' | 'transfer', amount };
          const how = { params: { path: { id } }, body, headers: { 'Idempotency-Key': newId() } };
          await answerOf(api.POST('/api/v1/appointments/{id}/desk-payments', how));
          await again();
        }}
      >
        <Choice
          name="method"
          label="Paid by"
          options={Object.entries({ cash: 'Cash', terminal: 'Card at the terminal', transfer: 'Transfer' })}
        />
        <Field name="note" label="Slip or transfer number (optional)" />
      </Form>
    </details>
  );
}

function Act({ visit: { id }, again }: VisitProps) {
  const [action, setAction] = useState<Action>('resend_confirmation');
  const [done, setDone] = useState('');
  return (
    <details class="card">
      <summary>Do something about it</summary>
      <p role="status">{done}</p>
      <Form
        action="Do it"
        submit={async (values) => {
          setDone('');
          const how = { params: { path: { id } }, body: bodyOf(values), headers: { 'Idempotency-Key': newId() } };
          await answerOf(api.POST('/api/v1/admin/appointments/{id}/actions', how));
          setDone(`Done: ${ACTIONS.find(([value]) => value === action)?.[1]}.`);
          await again();
        }}
      >
        <Choice
          name="action"
          label="What"
          options={ACTIONS}
          defaultValue={action}
          changed={(one) => setAction(one as Action)}
        />
        {PARTICULARS[action]}
        <Area
          name="reason"
          label="Reason"
          hint="Kept in the audit and in the appointment’s history."
          maxLength={500}
          required
        />
      </Form>
    </details>
  );
}

function bodyOf({ action = '', reason = '', minutes, amount, outcome, ...texts }: Values) {
  return {
    action: action as Action,
    reason,
    ...texts,
    ...(minutes ? { minutes: Number(minutes) } : {}),
    ...(amount ? { amount: Math.round(Number(amount.replace(',', '.')) * 100) } : {}),
    ...(outcome ? { outcome: outcome as 'no_show' | 'doctor_absent' } : {}),
  };
}

function Story({ events }: { readonly events: readonly TimelineItem[] }) {
  if (events.length === 0) return <Note>Nothing yet.</Note>;
  return (
    <ol class="list">
      {events.map(({ at, what, kind, status, context }) => (
        <li class="row" key={`${at}${kind}${what}`}>
          <span>
            <strong>{what}</strong>
            <small>{momentOf(at)}</small>
            <Context context={context} />
          </span>
          <span class="tag plain">{status.replaceAll('_', ' ')}</span>
        </li>
      ))}
    </ol>
  );
}
