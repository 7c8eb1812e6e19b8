// What the clinic itself has of a product, as movements that add up.

import { useState } from 'preact/hooks';
import { answerOf, api } from '../../api.js';
import type { StockMovement } from '../../catalogue/answers.js';
import { Moment } from '../../catalogue/clinic.js';
import { figure, MOVEMENTS } from '../../catalogue/words.js';
import { Area, Choice, Field, Form, type Values } from '../form.js';
import { useRetries } from '../page.js';
import { PagedList } from './paged-list.js';

const KINDS = Object.entries(MOVEMENTS);

interface OwnStockProps {
  readonly product: string;
  /** Called once another figure is known. */
  readonly changed: () => Promise<void>;
}

export function OwnStock({ product, changed }: OwnStockProps) {
  const [times, setTimes] = useState(0);
  const headersFor = useRetries();
  async function record({ kind = 'count', quantity = '', note }: Values) {
    const body = { kind: kind as StockMovement['kind'], quantity: Number(quantity), ...(note ? { note } : {}) };
    // The same once more is another movement.
    const headers = headersFor([times, body]);
    const how = { params: { path: { id: product } }, body, headers };
    await answerOf(api.POST('/api/v1/supplier-products/{id}/stock', how));
    setTimes(times + 1);
    await changed();
  }
  return (
    <details class="card">
      <summary>The clinic’s own stock</summary>
      <div class="part">
        <p class="hint">A figure for planning, in packs. It is not the register of Schedule 8 medicines.</p>
        <Form key={times} action="Record" submit={record}>
          <div class="filters">
            <Choice name="kind" label="What happened" options={KINDS} />
            <Field name="quantity" label="Packs" type="number" min={0} required />
          </div>
          <Area name="note" label="Note (optional)" hint="Nothing about a patient." maxLength={500} />
        </Form>
        <PagedList
          key={times}
          read={(query) =>
            api.GET('/api/v1/supplier-products/{id}/stock', { params: { path: { id: product }, query } })
          }
          empty={['shelf', 'Nothing recorded', 'Count what there is, to begin with.']}
          noun="movement"
        >
          {({ kind, quantity, on_hand: left, at, note }: StockMovement) => (
            <div class="row">
              <span>
                <strong>
                  {MOVEMENTS[kind]}: {figure(quantity)}
                </strong>
                <small>
                  <Moment at={at} />
                  {note && ` · ${note}`}
                </small>
              </span>
              <span>{figure(left)} left</span>
            </div>
          )}
        </PagedList>
      </div>
    </details>
  );
}
