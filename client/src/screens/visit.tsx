import { useLocation, useRoute } from 'preact-iso';
import { type Appointment, answerOf, api, newId, type VisitProps } from '../api.js';
import {
  ConsultationFields,
  ConsultationRecord,
  type Mode,
  modeWords,
  recordConsultation,
  useConsultation,
} from '../parts/consultation.js';
import { Area, Ask, Choice, type Values } from '../parts/form.js';
import { Button, Facts, Loaded, Screen, useAttempt, useLoad } from '../parts/page.js';
import { VisitPrescriptions } from '../parts/prescription-row.js';
import { VisitTag } from '../parts/visit-row.js';
import { dayOf, hoursOf, timeOf } from '../times.js';

type Wanted = 'in_progress' | 'completed' | 'cancelled_by_doctor' | 'no_show';

/** How long a room can be open again, in days. */
const FOLLOW_UPS = Object.entries({ 1: 'One day', 3: 'Three days', 7: 'A week', 14: 'Two weeks' });
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
            <VisitPrescriptions visit={data} />
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

function Steps({ visit, again }: VisitProps) {
  const { id, status, chat_room_id: room } = visit;
  const { route } = useLocation();
  const record = useConsultation(id, [status]);
  const { attempt, problem } = useAttempt();

  async function change(body: { status: Wanted; reason?: string; consultation?: { mode: Mode } }) {
    const how = { params: { path: { id } }, body, headers: { 'Idempotency-Key': newId() } };
    await answerOf(api.PATCH('/api/v1/appointments/{id}/update', how));
    await again();
  }
  const refuse = (status: Wanted) => (reason: Values) => change({ ...reason, status });
  async function keep(values: Values) {
    await recordConsultation(id, values, record.data);
    await record.again();
  }
  async function complete(values: Values) {
    // What was recorded stays recorded, also when it is too early to complete the visit.
    await keep(values);
    await change({ status: 'completed', consultation: { mode: values.mode as Mode } });
  }
  async function followUp({ days, reason = '' }: Values) {
    const until = new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    const how = { params: { path: { room: room ?? '' } }, body: { until, reason } };
    await answerOf(api.POST('/api/v1/chat/{room}/reopen', how));
    route(`/app/messages/${room}`);
  }
  const isCompleted = status === 'completed';
  const fields = (
    <Loaded of={record}>{(known) => <ConsultationFields known={known} planned={visit.consultation_type} />}</Loaded>
  );
  const why = <Area name="reason" label="Reason (optional)" maxLength={500} />;
  return (
    <>
      {(isCompleted || visit.checked_in_at) && record.data && <ConsultationRecord known={record.data} visit={visit} />}
      {problem}
      <div class="actions">
        {status === 'booked' && (
          <Button look="main" onClick={() => void attempt(() => change({ status: 'in_progress' }))}>
            Start
          </Button>
        )}
        {status === 'in_progress' && (
          <Ask label="Complete" look="main" title="Complete the visit" action="Complete it" submit={complete}>
            {fields}
          </Ask>
        )}
        {(status === 'in_progress' || isCompleted) && (
          <a class="button quiet" href={`/app/appointments/${id}/prescribe`}>
            Prescribe
          </a>
        )}
        {isCompleted && room && (
          <Ask label="Follow up" look="main" title="Open the conversation again" action="Open it" submit={followUp}>
            <p>You and the patient can write again until then. The patient is notified by mail.</p>
            <Choice name="days" label="For" options={FOLLOW_UPS} defaultValue="3" />
            <Area name="reason" label="Reason" hint="For the clinic’s records; the patient does not see it." required />
          </Ask>
        )}
        {room && (
          <a class="button quiet" href={`/app/messages/${room}`}>
            Write to the patient
          </a>
        )}
        {(status === 'in_progress' || isCompleted) && (
          <Ask label="Record" title="How the visit was held" action="Keep it" submit={keep}>
            {fields}
          </Ask>
        )}
        {status === 'booked' && Date.parse(visit.start_time) < Date.now() && (
          <Ask
            label="The patient is not here"
            title="The patient did not come?"
            action="Record it"
            tone="danger"
            submit={refuse('no_show')}
          >
            <p>The clinic’s rule for missed visits applies.</p>
            {why}
          </Ask>
        )}
        {status === 'booked' && (
          <Ask
            label="Cancel"
            title="Cancel this appointment?"
            action="Cancel it"
            tone="danger"
            submit={refuse('cancelled_by_doctor')}
          >
            <p>The patient gets the whole price back and is notified.</p>
            {why}
          </Ask>
        )}
      </div>
    </>
  );
}
