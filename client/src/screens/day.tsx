import { useState } from 'preact/hooks';
import { type Appointment, answerOf, api, type ChatRoom } from '../api.js';
import { Field } from '../parts/form.js';
import { LoadedList, Screen, useLoad } from '../parts/page.js';
import { VisitTag } from '../parts/visit-row.js';
import { dayKey, hoursOf, nameOf, timeOf } from '../times.js';

const LONGEST = 200;

/** A doctor's appointments of one day, in their order. */
export default function Day() {
  const [day, setDay] = useState(dayKey(new Date()));
  const visits = useLoad(async () => {
    const query = { from: day, to: day, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone, limit: LONGEST };
    // A room names its patient; an appointment has only the id.
    const [all, rooms] = await Promise.all([
      answerOf(api.GET('/api/v1/appointments', { params: { query } })),
      answerOf(api.GET('/api/v1/chat', { params: { query: { limit: LONGEST } } })),
    ]);
    const roomOf = new Map(rooms.map((room) => [room.appointment, room]));
    const inOrder = all.sort((a, b) => a.start_time.localeCompare(b.start_time));
    return inOrder.map((visit) => ({ id: visit.id, visit, room: roomOf.get(visit.id) }));
  }, [day]);
  return (
    <Screen
      title="Appointments"
      aside={
        <a class="button quiet" href="/app/times">
          Offer times
        </a>
      }
    >
      <div class="filters">
        <Field name="day" label="Day" type="date" defaultValue={day} changed={(value) => value && setDay(value)} />
      </div>
      <LoadedList
        of={visits}
        empty={['calendar', 'Nobody is booked on this day', 'What patients book of your free times stands here.']}
      >
        {({ visit, room }) => <Row visit={visit} room={room} />}
      </LoadedList>
    </Screen>
  );
}

function Row({ visit, room }: { readonly visit: Appointment; readonly room: ChatRoom | undefined }) {
  const { id, timezone, is_initial: isFirst } = visit;
  return (
    <a class="row" href={`/app/appointments/${id}`}>
      <span class="when">
        <strong>{hoursOf(visit)}</strong>
        <span>{room ? nameOf(room.patient) : 'Not paid yet'}</span>
      </span>
      <span class="who">
        {isFirst ? 'First visit' : 'Known patient'}
        {visit.checked_in_at && <small>Checked in {timeOf(visit.checked_in_at, timezone)}</small>}
      </span>
      <VisitTag visit={visit} />
    </a>
  );
}
