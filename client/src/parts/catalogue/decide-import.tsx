// What a person decides about an import: go, no, and the way back.

import { useRef, useState } from 'preact/hooks';
import { answerOf, api, Refusal } from '../../api.js';
import type { SupplierImport } from '../../catalogue/answers.js';
import { Moment } from '../../catalogue/clinic.js';
import { holdWords } from '../../catalogue/words.js';
import { Area, Ask } from '../form.js';
import { Alert, Button, Note } from '../page.js';
import { mayManage } from './catalogue-screen.js';

interface DecideProps {
  readonly of: SupplierImport;
  readonly again: () => Promise<void>;
}

export function Decide({ of, again }: DecideProps) {
  const { id, state, held_by: holds, mode } = of;
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const actions = useRef<HTMLElement>(null);
  const how = { params: { path: { id } } };
  /** What was refused stays to be read, while the import is shown as it is now. */
  async function decide(asked: Promise<SupplierImport>) {
    setRefusal(null);
    try {
      await asked;
      await again();
      // The button that had the focus is gone: the keyboard goes on from here.
      actions.current?.focus();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
      await again();
    }
  }
  const apply = () => decide(answerOf(api.POST('/api/v1/supplier-products/imports/{id}/apply', how)));
  const cancel = () => decide(answerOf(api.POST('/api/v1/supplier-products/imports/{id}/cancel', how)));
  async function undo({ reason = '' }: Readonly<Record<string, string>>) {
    await answerOf(api.POST('/api/v1/supplier-products/imports/{id}/undo', { ...how, body: { reason } }));
    await again();
  }
  if (!mayManage()) return null;
  const mayCancel = state === 'received' || state === 'reading' || state === 'previewed';
  return (
    <>
      {state === 'previewed' && holds.length > 0 && (
        <Note tone="warn">
          <strong>{mode === 'apply' ? 'Held: it waits for a person.' : 'Look twice before you apply this.'}</strong>
          <ul>
            {holds.map((hold) => (
              <li key={hold.code}>{holdWords(hold)}</li>
            ))}
          </ul>
        </Note>
      )}
      {refusal && <Alert>{refusal.message}</Alert>}
      {refusal && <InTheWay refusal={refusal} />}
      <section class="actions" aria-label="What to do with this list" tabIndex={-1} ref={actions}>
        {state === 'previewed' && holds.length === 0 && (
          <Button look="main" onClick={() => void apply()}>
            Apply to the catalogue
          </Button>
        )}
        {state === 'previewed' && holds.length > 0 && (
          <Ask
            label="Apply all the same"
            look="main"
            title="Apply this list all the same?"
            action="Apply it"
            submit={apply}
          >
            <p>Your name is kept with the decision.</p>
          </Ask>
        )}
        {mayCancel && <Button onClick={() => void cancel()}>Cancel this list</Button>}
        {state === 'applied' && (
          <Ask
            label="Take it back"
            title="Take this list back?"
            action="Take it back"
            tone="danger"
            submit={undo}
            explain={(blocked) => <InTheWay refusal={blocked} />}
          >
            <p>Every product is again as it was before this list. What the list had added is removed.</p>
            <Area name="reason" label="Reason" hint="Kept with the list." maxLength={500} required />
          </Ask>
        )}
      </section>
    </>
  );
}

/** The imports that have to end, or to be taken back, first. */
function InTheWay({ refusal: { more } }: { readonly refusal: Refusal }) {
  const others = (more.blocked_by ?? []) as readonly { readonly import_id: string; readonly applied_at: string }[];
  const to = (id: string) => `/app/catalogue/imports/${id}`;
  return (
    <ul>
      {typeof more.import_id === 'string' && (
        <li>
          <a href={to(more.import_id)}>The other list</a>
        </li>
      )}
      {others.map(({ import_id: id, applied_at: at }) => (
        <li key={id}>
          <a href={to(id)}>
            The list that was applied on <Moment at={at} />
          </a>
        </li>
      ))}
    </ul>
  );
}
