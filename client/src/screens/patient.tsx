import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { answerOf, api, newId, type Slot } from '../api.js';
import { Facts } from '../parts/facts.js';
import { Area, Form } from '../parts/form.js';
import { Loaded, useLoad } from '../parts/loaded.js';
import { Empty } from '../parts/notice.js';
import { Screen } from '../parts/screen.js';
import { ChosenSlot, SlotChoice } from '../parts/slot-choice.js';
import { VisitTag } from '../parts/tag.js';
import { dayOf, nameOf, timeOf } from '../times.js';

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
            {visits.length === 0 && <Empty icon="calendar" title="None yet" />}
            <ul class="list">
              {visits.map((visit) => (
                <li key={visit.id}>
                  <a class="row" href={`/app/appointments/${visit.id}`}>
                    <span>
                      <strong>{dayOf(visit.start_time, visit.timezone)}</strong>
                      <small>
                        {timeOf(visit.start_time, visit.timezone)}, {nameOf(visit.doctor)}
                      </small>
                    </span>
                    <VisitTag visit={visit} />
                  </a>
                </li>
              ))}
            </ul>
            <h2>Book for this patient</h2>
            <Book patient={id} free={free} again={all.again} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

interface BookProps {
  readonly patient: string;
  readonly free: readonly Slot[];
  readonly again: () => Promise<void>;
}

function Book({ patient, free, again }: BookProps) {
  const [wanted, setWanted] = useState('');
  const { route } = useLocation();
  const [first] = free;
  if (!first) return <Empty icon="calendar" title="No free time" />;
  const chosen = free.find((slot) => slot.id === wanted) ?? first;
  return (
    <Form
      action="Book"
      aside={<ChosenSlot slot={chosen} />}
      submit={async ({ symptoms = '' }) => {
        const body = { availability_id: chosen.id, patient, ...(symptoms ? { symptoms } : {}) };
        const asked = api.POST('/api/v1/appointments', { body, headers: { 'Idempotency-Key': newId() } });
        const { id } = await answerOf(asked).catch(async (error) => {
          await again();
          throw error;
        });
        route(`/app/appointments/${id}`);
      }}
    >
      <SlotChoice free={free} chosen={chosen} choose={setWanted} />
      <Area name="symptoms" label="What is it about? (optional)" maxLength={4000} />
    </Form>
  );
}
