import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { answerOf, api, Refusal, type Slot } from '../api.js';
import { MODES } from '../parts/consultation.js';
import { acceptedOf, currentDocuments, Documents } from '../parts/documents.js';
import { Area, Choice, Field, type Values } from '../parts/form.js';
import { Loaded, Note, Screen, useLoad, useRetries } from '../parts/page.js';
import { SlotForm, type Slots } from '../parts/slot-choice.js';
import { dayKey } from '../times.js';

const LENGTHS = { short: 'Short visit', long: 'Long visit' };
type Length = keyof typeof LENGTHS;

/** Free times of all doctors; the one that is chosen is held until it is paid. */
export default function FindTime() {
  const [length, setLength] = useState<Length>('short');
  const [from, setFrom] = useState(dayKey(new Date()));
  const query = { slot_type: length, ...(from > dayKey(new Date()) ? { from } : {}) };
  const slots = useLoad(
    () => answerOf(api.GET('/api/v1/appointments/availabilities/list', { params: { query } })),
    [length, from],
  );
  return (
    <Screen title="Find a time" back={['/app/appointments', 'Appointments']}>
      <div class="filters">
        <Choice
          name="length"
          label="Length"
          options={Object.entries(LENGTHS)}
          changed={(value) => setLength(value as Length)}
        />
        <Field name="from" label="From" type="date" defaultValue={from} changed={setFrom} />
      </div>
      <Loaded of={slots}>{(free) => <Times key={`${length}${from}`} free={free} again={slots.again} />}</Loaded>
    </Screen>
  );
}

function Times(slots: Slots) {
  const { route } = useLocation();
  const documents = useLoad(async () => [] as Awaited<ReturnType<typeof currentDocuments>>, []);
  const headersFor = useRetries();

  async function book(chosen: Slot, { symptoms = '', mode = '', ...values }: Values) {
    for (const document_id of acceptedOf(values)) {
      await answerOf(api.POST('/api/v1/users/me/consents', { body: { document_id } }));
    }
    const body = { availability_id: chosen.id, symptoms, consultation_type: mode };
    try {
      const { id } = await answerOf(api.POST('/api/v1/appointments', { body, headers: headersFor(body) }));
      route(`/app/appointments/${id}`);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'consent_required')
        documents.set(await currentDocuments(chosen.clinic.id));
      throw error;
    }
  }

  return (
    <SlotForm {...slots} action="Book" submit={book}>
      <Choice name="mode" label="How to meet" options={MODES} />
      <Area
        name="symptoms"
        label="What is it about? (optional)"
        hint="Only you and your doctor can read this."
        maxLength={4000}
      />
      <Loaded of={documents}>{(list) => <Documents documents={list} />}</Loaded>
      <Note>
        Booking holds the time for you while you pay. In an emergency call your local emergency number instead.
      </Note>
    </SlotForm>
  );
}
