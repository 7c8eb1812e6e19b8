import { useLocation, useRoute } from 'preact-iso';
import { type Appointment, answerOf, api, newId } from '../api.js';
import { Loaded, Screen, useLoad } from '../parts/page.js';
import { SlotForm, type Slots } from '../parts/slot-choice.js';
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

function NewTime({ visit, ...slots }: Slots & { readonly visit: Appointment }) {
  const { id, start_time: start, timezone } = visit;
  const { route } = useLocation();
  return (
    <>
      <p>Now: {whenOf(start, timezone)}</p>
      <SlotForm
        {...slots}
        action="Move it"
        submit={async (slot) => {
          const body = { availability_id: slot.id };
          const how = { params: { path: { id } }, body, headers: { 'Idempotency-Key': newId() } };
          await answerOf(api.POST('/api/v1/appointments/{id}/reschedule', how));
          route(`/app/appointments/${id}`);
        }}
      />
    </>
  );
}
