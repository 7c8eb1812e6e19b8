import { type Appointment, answerOf, api } from '../api.js';
import { Loaded, useLoad } from '../parts/loaded.js';
import { Empty } from '../parts/notice.js';
import { Screen } from '../parts/screen.js';
import { VisitTag } from '../parts/tag.js';
import { user } from '../session.js';
import { dayOf, nameOf, timeOf, zoneNote } from '../times.js';
import { keepVisits } from '../visits-offline.js';

const OPEN = ['pending', 'booked', 'in_progress'];
const LONGEST = 200;

/** A patient's own appointments: those to come, soonest first, then what has been. */
export default function Appointments() {
  const visits = useLoad(async () => {
    const all = await answerOf(api.GET('/api/v1/appointments', { params: { query: { limit: LONGEST } } }));
    void keepVisits(all.filter(isToCome));
    return all;
  }, [user.value?.id]);
  return (
    <Screen
      title="Appointments"
      aside={
        <a class="button" href="/app/find">
          Find a time
        </a>
      }
    >
      <Loaded of={visits}>
        {(all) => {
          const toCome = all.filter(isToCome).sort((a, b) => a.start_time.localeCompare(b.start_time));
          const been = all.filter((one) => !isToCome(one)).sort((a, b) => b.start_time.localeCompare(a.start_time));
          return (
            <>
              {toCome.length === 0 && (
                <Empty icon="calendar" title="No appointment to come">
                  <p>Choose a time with one of the clinic’s doctors.</p>
                </Empty>
              )}
              <Visits visits={toCome} />
              {been.length > 0 && <h2>Earlier</h2>}
              <Visits visits={been} />
            </>
          );
        }}
      </Loaded>
    </Screen>
  );
}

const isToCome = ({ status, end_time: end }: Appointment) => OPEN.includes(status) && Date.parse(end) > Date.now();

function Visits({ visits }: { readonly visits: readonly Appointment[] }) {
  return (
    <ul class="list">
      {visits.map((visit) => {
        const { id, start_time: start, timezone, doctor } = visit;
        const zone = zoneNote(start, timezone);
        return (
          <li key={id}>
            <a class="row" href={`/app/appointments/${id}`}>
              <span class="when">
                <strong>{dayOf(start, timezone)}</strong>
                <span>
                  {timeOf(start, timezone)} {zone && <small>({zone} time)</small>}
                </span>
              </span>
              <span class="who">
                {nameOf(doctor)}
                {doctor.specialty && <small>{doctor.specialty}</small>}
              </span>
              <VisitTag visit={visit} />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
