import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { type Appointment, answerOf, api, newId } from '../api.js';
import { Button } from '../parts/button.js';
import { Confirm } from '../parts/confirm.js';
import {
  ConsultationFields,
  ConsultationRecord,
  type Mode,
  modeWords,
  recordConsultation,
  useConsultation,
} from '../parts/consultation.js';
import { Facts } from '../parts/facts.js';
import { Area, Choice, type Values } from '../parts/form.js';
import { Loaded, useLoad } from '../parts/loaded.js';
import { Note } from '../parts/notice.js';
import { Screen } from '../parts/screen.js';
import { VisitTag } from '../parts/tag.js';
import { dayOf, hoursOf, timeOf } from '../times.js';

type Asked = 'completed' | 'record' | 'follow_up' | 'cancelled_by_doctor' | 'no_show';

/** How long a room can be open again, in days. */
const FOLLOW_UPS = [
  ['1', 'One day'],
  ['3', 'Three days'],
  ['7', 'A week'],
  ['14', 'Two weeks'],
] as const;
const DAY_MS = 86_400_000;

/** One appointment as its doctor sees it: what the patient wrote, and the visit's own steps. */
export default function Visit() {
  const { id = '' } = useRoute().params;
  const visit = useLoad(() => answerOf(api.GET('/api/v1/appointments/{id}', { params: { path: { id } } })), [id]);
  return (
    <Screen title="Appointment" back={['/app/appointments', 'Appointments']}>
      <Loaded of={visit}>
        {(data) => (
          <>
            <Planned visit={data} />
            <Answers appointment={id} />
            <Steps visit={data} again={visit.again} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function Planned({ visit }: { readonly visit: Appointment }) {
  const { start_time: start, timezone, symptoms, checked_in_at: arrived } = visit;
  return (
    <div class="card">
      <VisitTag visit={visit} />
      <Facts
        of={[
          ['When', `${dayOf(start, timezone)}, ${hoursOf(visit)}`],
          ['Visit', modeWords(visit.consultation_type)],
          ['Checked in', arrived ? timeOf(arrived, timezone) : 'Not yet'],
          ['What it is about', symptoms ?? 'The patient wrote nothing.'],
        ]}
      />
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
            <Facts
              of={Object.entries(answers).map(([key, answer]) => [
                key,
                Array.isArray(answer) ? answer.join(', ') : String(answer),
              ])}
            />
          </details>
        ))}
    </>
  );
}

interface StepsProps {
  readonly visit: Appointment;
  readonly again: () => Promise<void>;
}

function Steps({ visit, again }: StepsProps) {
  const { id, status, chat_room_id: room } = visit;
  const { route } = useLocation();
  const record = useConsultation(id, [status]);
  const [asking, setAsking] = useState<Asked | null>(null);
  const [problem, setProblem] = useState('');

  async function change(body: {
    status: 'in_progress' | 'completed' | 'cancelled_by_doctor' | 'no_show';
    reason?: string;
    consultation?: { mode: Mode };
  }) {
    const how = { params: { path: { id } }, body, headers: { 'Idempotency-Key': newId() } };
    await answerOf(api.PATCH('/api/v1/appointments/{id}/update', how));
    await again();
  }
  /** What was recorded stays recorded, also when it is too early to complete the visit. */
  async function keep(values: Values) {
    await recordConsultation(id, values, record.data);
    if (asking === 'completed') await change({ status: asking, consultation: { mode: values.mode as Mode } });
    await record.again();
  }
  async function followUp({ days, reason = '' }: Values) {
    const until = new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    const how = { params: { path: { room: room ?? '' } }, body: { until, reason } };
    await answerOf(api.POST('/api/v1/chat/{room}/reopen', how));
    route(`/app/messages/${room}`);
  }
  const start = () => {
    setProblem('');
    change({ status: 'in_progress' }).catch((error: Error) => setProblem(error.message));
  };
  const close = () => setAsking(null);
  const isRunning = status === 'in_progress';
  return (
    <>
      {status === 'completed' && record.data && <ConsultationRecord known={record.data} visit={visit} />}
      {problem && <Note tone="warn">{problem}</Note>}
      <div class="actions">
        {status === 'booked' && (
          <Button look="main" onClick={start}>
            Start
          </Button>
        )}
        {isRunning && (
          <Button look="main" onClick={() => setAsking('completed')}>
            Complete
          </Button>
        )}
        {status === 'completed' && room && (
          <Button look="main" onClick={() => setAsking('follow_up')}>
            Follow up
          </Button>
        )}
        {room && (
          <a class="button quiet" href={`/app/messages/${room}`}>
            Write to the patient
          </a>
        )}
        {(isRunning || status === 'completed') && <Button onClick={() => setAsking('record')}>Record</Button>}
        {status === 'booked' && Date.parse(visit.start_time) < Date.now() && (
          <Button onClick={() => setAsking('no_show')}>The patient is not here</Button>
        )}
        {status === 'booked' && <Button onClick={() => setAsking('cancelled_by_doctor')}>Cancel</Button>}
      </div>
      {(asking === 'completed' || asking === 'record') && (
        <Confirm
          title={asking === 'record' ? 'How the visit was held' : 'Complete the visit'}
          action={asking === 'record' ? 'Keep it' : 'Complete it'}
          close={close}
          submit={keep}
        >
          <Loaded of={record}>
            {(known) => <ConsultationFields known={known} planned={visit.consultation_type} />}
          </Loaded>
        </Confirm>
      )}
      {asking === 'follow_up' && (
        <Confirm title="Open the conversation again" action="Open it" close={close} submit={followUp}>
          <p>You and the patient can write again until then. The patient is told by mail.</p>
          <Choice name="days" label="For" options={FOLLOW_UPS} defaultValue="3" />
          <Area name="reason" label="Reason" hint="For the clinic’s records; the patient does not see it." required />
        </Confirm>
      )}
      {(asking === 'cancelled_by_doctor' || asking === 'no_show') && (
        <Confirm
          title={asking === 'no_show' ? 'The patient did not come?' : 'Cancel this appointment?'}
          action={asking === 'no_show' ? 'Record it' : 'Cancel it'}
          tone="danger"
          close={close}
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
