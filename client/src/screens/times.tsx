import { useState } from 'preact/hooks';
import { answerOf, api, newId, type OwnSlot } from '../api.js';
import { Choice, Field, Form, type Values } from '../parts/form.js';
import { Button, List, Loaded, Note, Screen, useAttempt, useLoad } from '../parts/page.js';
import { dayKey, whenOf } from '../times.js';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const LENGTHS = Object.entries({ short: 'Short visit (15 minutes)', long: 'Long visit (30 minutes)' });
const MINUTES = { short: 15, long: 30 };
const MINUTE_MS = 60_000;
const LONGEST = 200;

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The times that a doctor offers: one, or a working window over several days; and those that are still free. */
export default function Times() {
  const [outcome, setOutcome] = useState('');
  const query = { from: new Date().toISOString(), booked: false, limit: LONGEST };
  const slots = useLoad(() => answerOf(api.GET('/api/v1/appointments/availabilities', { params: { query } })), []);
  const done = async (words: string) => {
    setOutcome(words);
    await slots.again();
  };
  return (
    <Screen title="Offer times" back={['/app/appointments', 'Appointments']}>
      <p role="status">{outcome}</p>
      <details class="card" open>
        <summary>One time</summary>
        <One done={done} />
      </details>
      <details class="card">
        <summary>Working hours over several days</summary>
        <Several done={done} />
      </details>
      <h2>Free times</h2>
      <Loaded of={slots}>{(free) => <Free free={free} again={slots.again} />}</Loaded>
    </Screen>
  );
}

interface OfferProps {
  readonly done: (words: string) => Promise<void>;
}

function One({ done }: OfferProps) {
  return (
    <Form
      action="Offer this time"
      submit={async ({ date = '', time = '', slot_type = 'short' }) => {
        const length = slot_type === 'long' ? 'long' : 'short';
        const start = new Date(`${date}T${time}`);
        const end = new Date(start.getTime() + MINUTES[length] * MINUTE_MS);
        const times = { start_time: start.toISOString(), end_time: end.toISOString() };
        const body = { ...times, slot_type: length, timezone: zone } as const;
        const how = { body, headers: { 'Idempotency-Key': newId() } };
        await answerOf(api.POST('/api/v1/appointments/availabilities', how));
        await done('The time is offered.');
      }}
    >
      <div class="filters">
        <Field name="date" label="Date" type="date" min={dayKey(new Date())} required />
        <Field name="time" label="Time" type="time" required />
      </div>
      <Choice name="slot_type" label="Length" options={LENGTHS} />
    </Form>
  );
}

function Several({ done }: OfferProps) {
  return (
    <Form
      action="Offer these times"
      submit={async (values: Values) => {
        const { start_date = '', end_date = '', start_time = '', end_time = '', slot_type } = values;
        const days_of_week = DAYS.filter((day) => values[day] === 'on');
        const times = { start_date, end_date, start_time, end_time, timezone: zone, days_of_week };
        const body = { ...times, slot_type: slot_type as keyof typeof MINUTES };
        const how = { body, headers: { 'Idempotency-Key': newId() } };
        const { created, skipped } = await answerOf(api.POST('/api/v1/appointments/availabilities/bulk', how));
        const [first] = skipped;
        await done(`${created} times are offered.${first ? ` ${skipped.length} were left out: ${first.reason}` : ''}`);
      }}
    >
      <div class="filters">
        <Field name="start_date" label="From" type="date" min={dayKey(new Date())} required />
        <Field name="end_date" label="To" type="date" min={dayKey(new Date())} required />
        <Field name="start_time" label="Begins at" type="time" required />
        <Field name="end_time" label="Ends at" type="time" required />
      </div>
      <fieldset class="times">
        <legend>Days</legend>
        {DAYS.map((day, index) => (
          <label class="time" key={day}>
            <input type="checkbox" name={day} defaultChecked={index < 5} />
            <span>{day}</span>
          </label>
        ))}
      </fieldset>
      <Choice name="slot_type" label="Length" options={LENGTHS} />
    </Form>
  );
}

function Free({ free, again }: { readonly free: readonly OwnSlot[]; readonly again: () => Promise<void> }) {
  const { attempt, problem } = useAttempt();
  const remove = async (id: string) => {
    const how = { params: { path: { id } } };
    await attempt(() => answerOf(api.DELETE('/api/v1/appointments/availabilities/{id}', how)));
    await again();
  };
  return (
    <>
      {problem}
      {free.length === LONGEST && <Note>The next {LONGEST} are shown.</Note>}
      <List of={free} empty={['clock', 'No free time', 'Patients can book as soon as you offer some.']}>
        {({ id, start_time: start, timezone, slot_type: type }) => (
          <p class="row">
            <span>
              <strong>{whenOf(start, timezone)}</strong>
              <small>{type === 'long' ? 'Long' : 'Short'}</small>
            </span>
            <Button aria-label={`Withdraw ${whenOf(start, timezone)}`} onClick={() => void remove(id)}>
              Withdraw
            </Button>
          </p>
        )}
      </List>
    </>
  );
}
