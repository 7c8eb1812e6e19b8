// A time that is held while its patient pays.

import { useRef, useState } from 'preact/hooks';
import { type Appointment, answerOf, api, newId, Refusal } from '../api.js';
import { money } from '../times.js';
import { Button } from './button.js';
import { Countdown } from './countdown.js';
import { Alert } from './notice.js';

interface HoldProps {
  readonly visit: Appointment;
  readonly again: () => Promise<void>;
}

export function Hold({ visit, again }: HoldProps) {
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const key = useRef(newId());

  async function pay() {
    if (busy) return;
    setBusy(true);
    setProblem('');
    try {
      location.assign(await checkoutOf(visit.id, key.current));
    } catch (error) {
      setProblem(error instanceof Refusal ? error.message : 'The payment page cannot be opened right now.');
      key.current = newId();
      await again();
    } finally {
      setBusy(false);
    }
  }

  return (
    <div class="card hold">
      <Countdown label="Time left to pay" until={visit.expires_at} onEnd={() => void again()} />
      {problem && <Alert>{problem}</Alert>}
      <p>
        This time is held for you until then. You pay {money(visit.price, visit.currency)} on the page of the payment
        provider, and come back here.
      </p>
      <Button look="main" aria-disabled={busy} onClick={() => void pay()}>
        Pay
      </Button>
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
