import { useLocation, useRoute } from 'preact-iso';
import { answerOf, api, newId } from '../api.js';
import { Area } from '../parts/form.js';
import { Facts, List, Loaded, Screen, useLoad } from '../parts/page.js';
import { SlotForm, type Slots } from '../parts/slot-choice.js';
import { VisitRow } from '../parts/visit-row.js';
import { nameOf } from '../times.js';

/** One patient at the desk: the visits, and a new one in their name. */
export default function PatientScreen() {
  const { id = '' } = useRoute().params;
  const all = useLoad(async () => {
    const [person, visits, free] = await Promise.all([
      answerOf(api.GET('/api/v1/patients/{id}', { params: { path: { id } } })),
      answerOf(api.GET('/api/v1/appointments', { params: { query: { patient: id } } })),
      answerOf(api.GET('/api/v1/appointments/availabilities/list', { params: { query: {} } })),
    ]);
    return { person, visits, free };
  }, [id]);
  const person = all.data?.person;
  return (
    <Screen title={person ? nameOf(person) : 'Patient'} back={['/app/patients', 'Patients']}>
      <Loaded of={all}>
        {({ person: { email, phone_number: phone, date_of_birth: born }, visits, free }) => (
          <>
            <div class="card">
              <Facts
                of={[
                  ['Date of birth', born ?? 'Not known'],
                  ['Email', email],
                  ['Phone', phone ?? 'Not known'],
                ]}
              />
            </div>
            <h2>Appointments</h2>
            <List of={visits} empty={['calendar', 'None yet']}>
              {(visit) => <VisitRow visit={visit} />}
            </List>
            <h2>Book for this patient</h2>
            <Book patient={id} free={free} again={all.again} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function Book({ patient, ...slots }: Slots & { readonly patient: string }) {
  const { route } = useLocation();
  return (
    <SlotForm
      {...slots}
      action="Book"
      submit={async (slot, { symptoms = '' }) => {
        const body = { availability_id: slot.id, patient, ...(symptoms ? { symptoms } : {}) };
        const asked = api.POST('/api/v1/appointments', { body, headers: { 'Idempotency-Key': newId() } });
        route(`/app/appointments/${(await answerOf(asked)).id}`);
      }}
    >
      <Area name="symptoms" label="What is it about? (optional)" maxLength={4000} />
    </SlotForm>
  );
}
