// What a patient does about a visit: pays while its time is held, gives it back, and fetches its receipts.

import { useEffect, useRef, useState } from 'preact/hooks';
import { answerOf, api, download, newId, Refusal, type VisitProps } from '../api.js';
import { clock, dateOf, money } from '../times.js';
import { Area, Ask, Form } from './form.js';
import { Button, List, Note, useAttempt, useLoad } from './page.js';

export function Hold({ visit, again }: VisitProps) {
  const key = useRef(newId());

  async function pay() {
    try {
      location.assign(await checkoutOf(visit.id, key.current));
    } catch (error) {
      key.current = newId();
      await again();
      throw error;
    }
  }

  return (
    <div class="card hold">
      <Countdown label="Time left to pay" until={visit.expires_at} onEnd={() => void again()} />
      <p>
        This time is held for you until then. You pay {money(visit.price, visit.currency)} on the page of the payment
        provider, and come back here.
      </p>
      <Form action="Pay" submit={pay} />
      {visit.order_id && <p class="hint">You have paid already? It shows here as soon as the provider tells us.</p>}
    </div>
  );
}

/** Where to pay: the page that is open already, or a new one. @throws Refusal */
async function checkoutOf(appointmentId: string, key: string): Promise<string> {
  try {
    const asked = api.POST('/api/v1/orders', { body: { appointmentId }, headers: { 'Idempotency-Key': key } });
    return (await answerOf(asked)).checkout_url;
  } catch (error) {
    const open = error instanceof Refusal && error.code === 'order_exists' ? error.more.payment_url : null;
    if (typeof open === 'string') return open;
    throw error;
  }
}

const SOON_MS = 60_000;

interface CountdownProps {
  readonly label: string;
  readonly until: string;
  readonly onEnd: () => void;
}

export function Countdown({ label, until, onEnd }: CountdownProps) {
  const end = Date.parse(until);
  const [left, setLeft] = useState(end - Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      const now = end - Date.now();
      setLeft(now);
      if (now > 0) return;
      clearInterval(timer);
      onEnd();
    }, 1_000);
    return () => clearInterval(timer);
  }, [end]);
  return (
    <div class={left < SOON_MS ? 'countdown soon' : 'countdown'}>
      <span aria-hidden="true">{label}</span>
      <strong role="timer" aria-label={label}>
        {clock(left)}
      </strong>
    </div>
  );
}

export function CancelVisit({ visit: { id, payment_status: paid }, again }: VisitProps) {
  const [outcome, setOutcome] = useState('');
  if (outcome) return <Note>{outcome}</Note>;
  return (
    <div class="actions">
      <Ask
        label="Cancel the appointment"
        title="Cancel this appointment?"
        action="Cancel it"
        tone="danger"
        submit={async (reason) => {
          const body = { ...reason, status: 'cancelled_by_patient' } as const;
          const how = { params: { path: { id } }, body, headers: { 'Idempotency-Key': newId() } };
          const { refund } = await answerOf(api.PATCH('/api/v1/appointments/{id}/update', how));
          if (refund) setOutcome(`${money(String(refund.amount / 100), refund.currency)} go back to you.`);
          await again();
        }}
      >
        <p>
          The time becomes free for others.
          {paid === 'paid' && ' How much of the price goes back to you depends on how long there is until the visit.'}
        </p>
        <Area name="reason" label="Reason (optional)" maxLength={500} />
      </Ask>
    </div>
  );
}

const WORDS = { receipt: 'Receipt', tax_invoice: 'Tax invoice', credit_note: 'Credit note' };
const KINDS: Readonly<Record<string, string>> = WORDS;

export function Receipts({ order }: { readonly order: string }) {
  const path = { id: order };
  const { data } = useLoad(() => answerOf(api.GET('/api/v1/orders/{id}/receipts', { params: { path } })), [order]);
  const { attempt, problem } = useAttempt();
  if (!data || data.length === 0) return null;
  return (
    <section class="part">
      <h2>Receipts</h2>
      {problem}
      <List of={data}>
        {({ kind, number, amount, currency, issued_at: at, pdf_url: url }) => (
          <div class="row">
            <span>
              {KINDS[kind] ?? kind} {number}
              <small>
                {dateOf(at)}, {money(String(amount / 100), currency)}
              </small>
            </span>
            <Button
              aria-label={`PDF: ${KINDS[kind] ?? kind} ${number}`}
              onClick={() => void attempt(() => download(new URL(url).pathname, `${number}.pdf`))}
            >
              PDF
            </Button>
          </div>
        )}
      </List>
    </section>
  );
}
