import { type Appointment, answerOf, api } from '../api.js';
import { List, Loaded, Screen, useLoad } from '../parts/page.js';
import { VisitRow } from '../parts/visit-row.js';
import { user } from '../session.js';
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
              <List
                of={toCome}
                empty={['calendar', 'No appointment to come', 'Choose a time with one of the clinic’s doctors.']}
              >
                {(visit) => <VisitRow visit={visit} />}
              </List>
              {been.length > 0 && <h2>Earlier</h2>}
              <List of={been}>{(visit) => <VisitRow visit={visit} />}</List>
            </>
          );
        }}
      </Loaded>
    </Screen>
  );
}

const isToCome = ({ status, end_time: end }: Appointment) => OPEN.includes(status) && Date.parse(end) > Date.now();
