// The numbered documents of what was paid.

import { useState } from 'preact/hooks';
import { answerOf, api, download } from '../api.js';
import { dateOf, money } from '../times.js';
import { Button } from './button.js';
import { useLoad } from './loaded.js';
import { Alert } from './notice.js';

const KINDS: Readonly<Record<string, string>> = {
  receipt: 'Receipt',
  tax_invoice: 'Tax invoice',
  credit_note: 'Credit note',
};

export function Receipts({ order }: { readonly order: string }) {
  const path = { id: order };
  const { data } = useLoad(() => answerOf(api.GET('/api/v1/orders/{id}/receipts', { params: { path } })), [order]);
  const [problem, setProblem] = useState('');
  if (!data || data.length === 0) return null;
  return (
    <section class="part">
      <h2>Receipts</h2>
      {problem && <Alert>{problem}</Alert>}
      <ul class="list">
        {data.map(({ id, kind, number, amount, currency, issued_at: at, pdf_url: url }) => (
          <li key={id} class="row">
            <span>
              {KINDS[kind] ?? kind} {number}
              <small>
                {dateOf(at)}, {money(String(amount / 100), currency)}
              </small>
            </span>
            <Button
              aria-label={`PDF: ${KINDS[kind] ?? kind} ${number}`}
              onClick={() =>
                void download(new URL(url).pathname, `${number}.pdf`).catch((error: Error) => setProblem(error.message))
              }
            >
              PDF
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
