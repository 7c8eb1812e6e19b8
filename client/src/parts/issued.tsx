// One prescription that was issued, as its patient and its doctors see it.

import type { ComponentChildren } from 'preact';
import { answerOf, api, download, type Prescription } from '../api.js';
import { dateOf, momentOf } from '../times.js';
import { Button, type Fact, Facts, Loaded, useAttempt, useLoad } from './page.js';
import { itemsOf, PrescriptionTag } from './prescription-row.js';

interface IssuedProps {
  readonly one: Prescription;
  /** More facts, for who may know them. */
  readonly facts?: readonly Fact[];
  /** What else can be done with it. */
  readonly children?: ComponentChildren;
}

export function Issued({ one, facts = [], children }: IssuedProps) {
  const { id, prescription_number: number, pdf_url: url } = one;
  const { attempt, problem } = useAttempt();
  return (
    <section class="card" aria-label={`Prescription ${number}`}>
      <header class="head">
        <h2>{number}</h2>
        <PrescriptionTag status={one.status} />
      </header>
      <ul class="checks">
        {itemsOf(one).map((item) => (
          <li key={item.id}>
            <strong>{item.name}</strong>
            <p class="typed">{item.dosage_instructions}</p>
            <p class="hint">
              {item.quantity_text} · {repeatsWords(item, one.status === 'active')}
            </p>
          </li>
        ))}
      </ul>
      <Facts
        of={[
          ['Issued', dateOf(one.created_at)],
          ['Valid until', dateOf(one.valid_until, 'UTC')],
          ['Doctor', one.doctor.name],
          ['At the pharmacy', one.restrictions.patient_id_verification_required && 'Bring a proof of who you are'],
          ...facts,
        ]}
      />
      {problem}
      <div class="actions">
        <Button
          look="main"
          aria-label={`Download ${number}`}
          onClick={() => void attempt(() => download(`/api/v1/prescriptions/${id}/pdf`, `${number}.pdf`))}
        >
          Download
        </Button>
        {children}
      </div>
      {url === null && <p class="hint">The document is being made. It is here in a moment.</p>}
    </section>
  );
}

type Item = ReturnType<typeof itemsOf>[number];

function repeatsWords({ repeats, remaining_repeats: left, next_supply_from: next, ...item }: Item, isActive: boolean) {
  const words = repeats === 0 ? 'no repeats' : `${left} of ${repeats} repeats left`;
  const apart = repeats > 0 && item.repeat_interval_days ? `, ${item.repeat_interval_days} days apart` : '';
  // What has ended is supplied no more, whatever is left of it.
  return `${words}${apart}${isActive && next ? `, to be supplied from ${dateOf(next, 'UTC')}` : ''}`;
}

const EVENTS: Readonly<Record<string, string>> = {
  issued: 'Issued',
  document_stored: 'The document was made',
  mailed: 'The patient was notified by mail',
  downloaded: 'The document was opened',
  printed: 'The form to sign was printed',
  reprinted: 'The form was printed again',
  cancelled: 'Cancelled',
  superseded: 'Replaced by another one',
  supplied: 'A pharmacy has supplied it',
  supply_undone: 'A supply was undone',
  declined: 'A pharmacy has not supplied it',
};

export function useHistory(id: string, keys: readonly unknown[] = []) {
  const params = { path: { id } };
  return useLoad(() => answerOf(api.GET('/api/v1/prescriptions/{id}/history', { params })), [id, ...keys]);
}

/** What has become of it: the supplies of pharmacies too. */
export function History({ one }: { readonly one: Prescription }) {
  const history = useHistory(one.id, [one.status, one.delivery.status]);
  return (
    <Loaded of={history}>
      {(events) => (
        <ol class="checks">
          {events.map(({ event, at, reason }) => (
            <li key={`${event}${at}`}>
              <strong>{EVENTS[event] ?? event}</strong>
              <span class="hint">{momentOf(at)}</span>
              {reason && <p>{reason}</p>}
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
}
