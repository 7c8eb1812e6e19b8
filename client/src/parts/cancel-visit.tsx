// Gives a time back.

import { useState } from 'preact/hooks';
import { answerOf, api, newId } from '../api.js';
import { money } from '../times.js';
import { Ask } from './ask.js';
import { Area } from './form.js';
import { Note } from './notice.js';

interface CancelVisitProps {
  readonly id: string;
  readonly isPaid: boolean;
  readonly again: () => Promise<void>;
}

export function CancelVisit({ id, isPaid, again }: CancelVisitProps) {
  const [outcome, setOutcome] = useState('');
  if (outcome) return <Note>{outcome}</Note>;
  return (
    <div class="actions">
      <Ask
        label="Cancel the appointment"
        title="Cancel this appointment?"
        action="Cancel it"
        tone="danger"
        submit={async ({ reason = '' }) => {
          const body = { status: 'cancelled_by_patient', ...(reason ? { reason } : {}) } as const;
          const how = { params: { path: { id } }, body, headers: { 'Idempotency-Key': newId() } };
          const { refund } = await answerOf(api.PATCH('/api/v1/appointments/{id}/update', how));
          if (refund) setOutcome(`${money(String(refund.amount / 100), refund.currency)} go back to you.`);
          await again();
        }}
      >
        <p>
          The time becomes free for others.
          {isPaid && ' How much of the price goes back to you depends on how long there is until the visit.'}
        </p>
        <Area name="reason" label="Reason (optional)" maxLength={500} />
      </Ask>
    </div>
  );
}
