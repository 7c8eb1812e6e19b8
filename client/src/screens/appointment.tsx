import { useEffect } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { type Appointment, answerOf, api, download, type VisitProps } from '../api.js';
import { ConsultationRecord, modeWords, useConsultation } from '../parts/consultation.js';
import { Check, Field, Form } from '../parts/form.js';
import { CancelVisit, Hold, Receipts } from '../parts/own-visit.js';
import { Button, Facts, Loaded, Note, Screen, useAttempt, useLoad } from '../parts/page.js';
import { VisitTag } from '../parts/visit-row.js';
import { dayOf, hoursOf, money, nameOf, zoneNote } from '../times.js';

const OPEN = ['pending', 'booked', 'in_progress'];
const CHECK_IN_OPENS_MS = 60 * 60_000;
const LOOK_MS = 3_000;

const read = async (id: string) => answerOf(api.GET('/api/v1/appointments/{id}', { params: { path: { id } } }));

/** One appointment: pay for it, get ready for it, change it. */
export default function AppointmentScreen() {
  const { id = '' } = useRoute().params;
  const visit = useLoad(() => read(id), [id]);
  const isPending = visit.data?.status === 'pending';
  // Money is on its way through the provider: what it comes to is looked up until it is known.
  useEffect(() => {
    if (!isPending) return undefined;
    const timer = setInterval(() => document.hidden || void visit.again(), LOOK_MS);
    return () => clearInterval(timer);
  }, [isPending, visit.again]);
  useEffect(() => {
    const order = isPending ? visit.data?.order_id : null;
    if (order) void api.POST('/api/v1/orders/{id}/refresh', { params: { path: { id: order } } }).catch(() => undefined);
  }, [isPending, visit.data?.order_id]);
  return (
    <Screen title="Your appointment" back={['/app/appointments', 'Appointments']}>
      <Loaded of={visit}>{(data) => <Visit visit={data} again={visit.again} />}</Loaded>
    </Screen>
  );
}

function Visit({ visit, again }: VisitProps) {
  const { start_time: start, timezone, doctor, clinic, status } = visit;
  const zone = zoneNote(start, timezone);
  return (
    <>
      {status === 'pending' && <Hold visit={visit} again={again} />}
      <div class="card">
        <VisitTag visit={visit} />
        <Facts
          of={[
            ['When', `${dayOf(start, timezone)}\n${hoursOf(visit)}${zone && ` (${zone} time)`}`],
            ['Doctor', `${nameOf(doctor)}${doctor.specialty ? `\n${doctor.specialty}` : ''}`],
            ['Clinic', clinic.name],
            ['Visit', modeWords(visit.consultation_type)],
            ['Price', visit.payment_required ? money(visit.price, visit.currency) : 'Nothing to pay'],
          ]}
        />
      </div>
      {status === 'payment_expired' && (
        <Note tone="warn">
          <p>
            The time was not paid and is free again. Money that still arrives is booked or goes back to you in full.
          </p>
          <a class="button" href="/app/find">
            Find a time
          </a>
        </Note>
      )}
      {visit.refund_status && <Note>{refundWords(visit.refund_status)}</Note>}
      {OPEN.includes(status) && status !== 'pending' && <Ready visit={visit} again={again} />}
      {status === 'completed' && <Held visit={visit} />}
      {visit.order_id && <Receipts order={visit.order_id} />}
      {['pending', 'booked'].includes(status) && <CancelVisit visit={visit} again={again} />}
    </>
  );
}

/** What its doctor recorded of it. */
function Held({ visit }: { readonly visit: Appointment }) {
  const { data } = useConsultation(visit.id);
  return data && <ConsultationRecord known={data} visit={visit} />;
}

const refundWords = (status: string) =>
  status === 'succeeded' || status === 'refunded'
    ? 'Your money has gone back to you. Banks usually take 5 to 10 days to show it.'
    : 'Your money is on its way back to you.';

/** What there is to do between the booking and the visit. */
function Ready({ visit, again }: VisitProps) {
  const { attempt, problem } = useAttempt();
  const { route } = useLocation();
  const { id, chat_room_id: room, checked_in_at: arrived, start_time: start, questionnaires } = visit;
  const canCheckIn = visit.status === 'booked' && Date.parse(start) - Date.now() < CHECK_IN_OPENS_MS;
  return (
    <>
      {problem}
      {questionnaires
        .filter((form) => form.status !== 'final')
        .map((form) => (
          <Note key={form.id} tone="warn">
            <p>Please answer before your visit: {form.title}</p>
            <a class="button" href={`/app/appointments/${id}/questions/${form.id}?version=${form.version}`}>
              Answer now
            </a>
          </Note>
        ))}
      {arrived && <Note tone="good">You are checked in. Your doctor can see that you are here.</Note>}
      {canCheckIn && !arrived && <CheckIn visit={visit} again={again} />}
      <div class="actions">
        {room && (
          <a class="button quiet" href={`/app/messages/${room}`}>
            Write to your doctor
          </a>
        )}
        <Button
          onClick={() => void attempt(() => download(`/api/v1/appointments/${id}/calendar.ics`, 'appointment.ics'))}
        >
          Add to calendar
        </Button>
        {visit.status === 'booked' && (
          <Button onClick={() => route(`/app/appointments/${id}/move`)}>Change the time</Button>
        )}
      </div>
    </>
  );
}

/** Tells the doctor that the patient is there and, as far as they like, what is good to know before a visit at a distance. */
function CheckIn({ visit: { id, consultation_type: mode }, again }: VisitProps) {
  const { data } = useConsultation(id);
  const agreed = Boolean(data?.telehealth_consent_at);
  const isHere = mode === 'in_person';
  return (
    <div class="card">
      <Form
        action="Check in"
        submit={async ({ consent, ...known }) => {
          const agrees = consent === 'on';
          const body = { ...known, ...(agrees === agreed || isHere ? {} : { telehealth_consent: agrees }) };
          await answerOf(api.POST('/api/v1/appointments/{id}/check-in', { params: { path: { id } }, body }));
          await again();
        }}
      >
        {!isHere && (
          <>
            <Field
              name="location"
              label="Where you are (optional)"
              hint="For whoever has to send help."
              defaultValue={data?.patient_location}
            />
            <Field
              name="phone"
              label="Phone (optional)"
              type="tel"
              autocomplete="tel"
              hint="For when the connection fails."
              defaultValue={data?.patient_phone}
            />
            <Check name="consent" label="I agree to meet at a distance" defaultChecked={agreed} />
          </>
        )}
      </Form>
    </div>
  );
}
