import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { type Appointment, answerOf, api, newId } from '../api.js';
import { Confirm } from '../parts/confirm.js';
import { Area, Choice } from '../parts/form.js';
import { Loaded, useLoad } from '../parts/loaded.js';
import { Note } from '../parts/notice.js';
import { Screen } from '../parts/screen.js';
import { VisitTag } from '../parts/tag.js';
import { dayOf, timeOf } from '../times.js';

const MODES = [
  ['video', 'Video call'],
  ['phone', 'Phone call'],
  ['chat', 'Chat only'],
  ['in_person', 'At the clinic'],
] as const;

type Mode = (typeof MODES)[number][0];
type Wanted = 'completed' | 'cancelled_by_doctor' | 'no_show';

/** One appointment as its doctor sees it: what the patient wrote, and the visit's own steps. */
export default function Visit() {
  const { id = '' } = useRoute().params;
  const visit = useLoad(() => answerOf(api.GET('/api/v1/appointments/{id}', { params: { path: { id } } })), [id]);
  return (
    <Screen title="Appointment" back={['/app/appointments', 'Appointments']}>
      <Loaded of={visit}>
        {(data) => (
          <>
            <Facts visit={data} />
            <Answers appointment={id} />
            <Steps visit={data} again={visit.again} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function Facts({ visit }: { readonly visit: Appointment }) {
  const { start_time: start, end_time: end, timezone, symptoms, consultation_type: mode } = visit;
  return (
    <div class="card">
      <VisitTag visit={visit} />
      <dl>
        <dt>When</dt>
        <dd>
          {dayOf(start, timezone)}, {timeOf(start, timezone)} – {timeOf(end, timezone)}
        </dd>
        <dt>Visit</dt>
        <dd>{MODES.find(([value]) => value === mode)?.[1] ?? mode ?? 'Not said'}</dd>
        <dt>Checked in</dt>
        <dd>{visit.checked_in_at ? timeOf(visit.checked_in_at, timezone) : 'Not yet'}</dd>
        <dt>What it is about</dt>
        <dd class="typed">{symptoms ?? 'The patient wrote nothing.'}</dd>
      </dl>
    </div>
  );
}

/** What the patient answered to the clinic's forms. */
function Answers({ appointment }: { readonly appointment: string }) {
  const query = { appointment };
  const { data } = useLoad(() => answerOf(api.GET('/api/v1/questions/answers', { params: { query } })), [appointment]);
  return (
    <>
      {data
        ?.filter((one) => one.is_final)
        .map(({ id, title, band, score, alerts, answers }) => (
          <details class="card" key={id} open={alerts.length > 0}>
            <summary>
              {title}
              {band && `: ${band}`}
              {score !== null && ` (${score})`}
            </summary>
            {alerts.map(({ key, message }) => (
              <p key={key} class="wrong">
                {message}
              </p>
            ))}
            <dl>
              {Object.entries(answers).map(([key, answer]) => [
                <dt key={key}>{key}</dt>,
                <dd key={`${key}-answer`}>{Array.isArray(answer) ? answer.join(', ') : String(answer)}</dd>,
              ])}
            </dl>
          </details>
        ))}
    </>
  );
}

function Steps({ visit, again }: { readonly visit: Appointment; readonly again: () => Promise<void> }) {
  const { id, status, chat_room_id: room } = visit;
  const [asking, setAsking] = useState<Wanted | null>(null);
  const [problem, setProblem] = useState('');

  async function change(body: {
    status: Wanted | 'in_progress';
    reason?: string;
    consultation?: { mode: Mode; notes?: string };
  }) {
    const how = { params: { path: { id } }, body, headers: { 'Idempotency-Key': newId() } };
    await answerOf(api.PATCH('/api/v1/appointments/{id}/update', how));
    await again();
  }
  const start = () => {
    setProblem('');
    change({ status: 'in_progress' }).catch((error: Error) => setProblem(error.message));
  };
  const isOver = !['booked', 'in_progress'].includes(status);
  return (
    <>
      {problem && <Note tone="warn">{problem}</Note>}
      <div class="actions">
        {status === 'booked' && (
          <button type="button" class="button" onClick={start}>
            Start
          </button>
        )}
        {status === 'in_progress' && (
          <button type="button" class="button" onClick={() => setAsking('completed')}>
            Complete
          </button>
        )}
        {room && (
          <a class="button quiet" href={`/app/messages/${room}`}>
            Write to the patient
          </a>
        )}
        {status === 'booked' && Date.parse(visit.start_time) < Date.now() && (
          <button type="button" class="button quiet" onClick={() => setAsking('no_show')}>
            The patient is not here
          </button>
        )}
        {!isOver && status === 'booked' && (
          <button type="button" class="button quiet" onClick={() => setAsking('cancelled_by_doctor')}>
            Cancel
          </button>
        )}
      </div>
      {asking === 'completed' && (
        <Confirm
          title="Complete the visit"
          action="Complete it"
          close={() => setAsking(null)}
          submit={({ mode = 'video', notes = '' }) =>
            change({ status: 'completed', consultation: { mode: mode as Mode, ...(notes ? { notes } : {}) } })
          }
        >
          <Choice name="mode" label="How you met" options={MODES} defaultValue={visit.consultation_type ?? 'video'} />
          <Area name="notes" label="Notes (optional)" hint="Kept encrypted." maxLength={10_000} />
        </Confirm>
      )}
      {(asking === 'cancelled_by_doctor' || asking === 'no_show') && (
        <Confirm
          title={asking === 'no_show' ? 'The patient did not come?' : 'Cancel this appointment?'}
          action={asking === 'no_show' ? 'Record it' : 'Cancel it'}
          tone="danger"
          close={() => setAsking(null)}
          submit={({ reason = '' }) => change({ status: asking, ...(reason ? { reason } : {}) })}
        >
          <p>
            {asking === 'no_show'
              ? 'The clinic’s rule for missed visits applies.'
              : 'The patient gets the whole price back and is told.'}
          </p>
          <Area name="reason" label="Reason (optional)" maxLength={500} />
        </Confirm>
      )}
    </>
  );
}
