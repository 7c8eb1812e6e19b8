import { type AttentionEntry, answerOf, api } from '../api.js';
import { Area, Ask } from '../parts/form.js';
import { Facts, LoadedList, Screen, useLoad } from '../parts/page.js';
import { momentOf } from '../times.js';

const LONGEST = 200;

/** What waits for a person, the oldest first: what happened, what to do about it, and the way there. */
export default function Attention() {
  const query = { limit: LONGEST };
  const entries = useLoad(() => answerOf(api.GET('/api/v1/admin/attention', { params: { query } })), []);
  return (
    <Screen title="Attention">
      <LoadedList
        of={entries}
        empty={['flag', 'Nothing waits for you', 'What the clinic cannot settle by itself stands here.']}
      >
        {(entry) => <Entry entry={entry} again={entries.again} />}
      </LoadedList>
    </Screen>
  );
}

function Entry({ entry, again }: { readonly entry: AttentionEntry; readonly again: () => Promise<void> }) {
  const { id, code, reason, next_step: next, appointment_id: appointment, opened_at: at, context } = entry;
  return (
    <article class="card">
      <header class="head">
        <h2>{code.replaceAll('_', ' ')}</h2>
        <small>{momentOf(at)}</small>
      </header>
      <p>{reason}</p>
      <p class="hint">{next}</p>
      <Context context={context} />
      <div class="actions">
        {appointment ? (
          <a class="button" href={`/app/appointments/${appointment}`}>
            Open the appointment
          </a>
        ) : (
          <Ask
            label="Close this entry"
            look="main"
            title="Close this entry?"
            action="Close it"
            submit={async ({ reason: why = '' }) => {
              const how = { params: { path: { id } }, body: { reason: why } };
              await answerOf(api.POST('/api/v1/admin/attention/{id}/resolve', how));
              await again();
            }}
          >
            <Area name="reason" label="Reason" hint="Kept with the entry." maxLength={500} required />
          </Ask>
        )}
      </div>
    </article>
  );
}

/** Ids and figures; an address, such as a payment's at its provider, is a way there. */
export function Context({ context }: { readonly context: Readonly<Record<string, unknown>> }) {
  const known = Object.entries(context).filter(([, value]) => value !== null);
  if (known.length === 0) return null;
  return (
    <details>
      <summary>Details</summary>
      <Facts
        of={known.map(([name, value]) => {
          const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
          return [name.replaceAll('_', ' '), /^https?:\/\//.test(text) ? <a href={text}>{text}</a> : text];
        })}
      />
    </details>
  );
}
