import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { type Appointment, answerOf, api, newId, type Slot } from '../api.js';
import { Form } from '../parts/form.js';
import { Loaded, useLoad } from '../parts/loaded.js';
import { Empty } from '../parts/notice.js';
import { Screen } from '../parts/screen.js';
import { ChosenSlot, SlotChoice } from '../parts/slot-choice.js';
import { whenOf } from '../times.js';

/** Another time for a booked appointment: at the same clinic and as long, with any of its doctors. The payment stays. */
export default function Move() {
  const { id = '' } = useRoute().params;
  const both = useLoad(async () => {
    const visit = await answerOf(api.GET('/api/v1/appointments/{id}', { params: { path: { id } } }));
    const query = { slot_type: visit.slot_type };
    const slots = await answerOf(api.GET('/api/v1/appointments/availabilities/list', { params: { query } }));
    return { visit, free: slots.filter(({ clinic }) => clinic.id === visit.clinic.id) };
  }, [id]);
  return (
    <Screen title="Change the time" back={[`/app/appointments/${id}`, 'Your appointment']}>
      <Loaded of={both}>{({ visit, free }) => <NewTime visit={visit} free={free} again={both.again} />}</Loaded>
    </Screen>
  );
}

interface NewTimeProps {
  readonly visit: Appointment;
  readonly free: readonly Slot[];
  readonly again: () => Promise<void>;
}

function NewTime({ visit: { id, start_time: start, timezone }, free, again }: NewTimeProps) {
  const [wanted, setWanted] = useState('');
  const { route } = useLocation();
  const [first] = free;
  if (!first) {
    return (
      <Empty icon="calendar" title="No other time">
        <p>There is none at the moment. Your appointment stays as it is.</p>
      </Empty>
    );
  }
  const chosen = free.find((slot) => slot.id === wanted) ?? first;
  return (
    <Form
      action="Move it"
      aside={<ChosenSlot slot={chosen} />}
      submit={async () => {
        const body = { availability_id: chosen.id };
        const how = { params: { path: { id } }, body, headers: { 'Idempotency-Key': newId() } };
        await answerOf(api.POST('/api/v1/appointments/{id}/reschedule', how)).catch(async (error) => {
          await again();
          throw error;
        });
        route(`/app/appointments/${id}`);
      }}
    >
      <p>Now: {whenOf(start, timezone)}</p>
      <SlotChoice free={free} chosen={chosen} choose={setWanted} />
    </Form>
  );
}
