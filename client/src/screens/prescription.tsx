import { useEffect, useRef, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { answerOf, api, type CheckName, download, newId, type Prescription, Refusal } from '../api.js';
import { Area, Ask, type Values } from '../parts/form.js';
import { History, Issued, useHistory } from '../parts/issued.js';
import { Button, type Fact, Loaded, Note, Screen, useAttempt, useLoad } from '../parts/page.js';
import { itemsOf } from '../parts/prescription-row.js';
import { useFreshFactor } from '../parts/second-proof.js';
import { SEVERITIES } from '../prescribing.js';
import { user } from '../session.js';
import { dateOf, momentOf } from '../times.js';
import '../style/prescribing.css';

const LOOK_MS = 2_000;
const COPY = 'What you download is your own copy. A pharmacy supplies from the form that your doctor signs.';
const UNDER_WAY: readonly string[] = ['queued', 'rendering', 'delivering'];

/** One prescription with all that was issued at once: a patient's own, or of a doctor's patient. */
export default function PrescriptionScreen() {
  const { id = '' } = useRoute().params;
  const params = { path: { id } };
  const found = useLoad(async () => {
    const answer = await answerOf(api.GET('/api/v1/prescriptions/{id}', { params }));
    if (answer.status === 'draft') throw new Refusal('not_found', 'A draft: go on with it from its appointment.');
    return answer.prescriptions;
  }, [id]);
  const isUnderWay = found.data?.some(({ delivery }) => UNDER_WAY.includes(delivery.status));
  // The document is made, and the patient notified, after the answer: read again until it is so.
  useEffect(() => {
    if (!isUnderWay) return undefined;
    const timer = setInterval(() => document.hidden || void found.again(), LOOK_MS);
    return () => clearInterval(timer);
  }, [isUnderWay, found.again]);
  const isDoctor = user.value?.role === 'doctor';
  return (
    <Screen title={isDoctor ? 'Prescription' : 'Your prescription'} back={['/app/prescriptions', 'Prescriptions']}>
      <Loaded of={found}>
        {(all) => (
          <>
            {isDoctor ? <Delivery of={all} again={found.again} /> : <Note>{COPY}</Note>}
            {all.map((one) =>
              isDoctor ? <OfPatient key={one.id} one={one} again={found.again} /> : <Issued key={one.id} one={one} />,
            )}
            {all.map((one) => (
              <Unfolded key={one.id} label={`What has become of ${one.prescription_number}`}>
                {() => <History one={one} />}
              </Unfolded>
            ))}
          </>
        )}
      </Loaded>
    </Screen>
  );
}

const DELIVERY: Readonly<Record<Prescription['delivery']['status'], readonly [text: string, tone: string]>> = {
  queued: ['Issued. The document is about to be made.', 'plain'],
  rendering: ['Issued. The document is being made.', 'plain'],
  delivering: ['Issued. The patient is being notified by mail.', 'plain'],
  delivered: ['Issued, and the patient was notified by mail.', 'good'],
  failed: ['Issued, but the mail did not reach the patient. Check the address, and send it again.', 'bad'],
};

/** How far the notification of the patient has come, for who can send it again. */
function Delivery({ of: [first], again }: { of: readonly Prescription[]; again: () => Promise<void> }) {
  const { attempt, problem } = useAttempt();
  if (!first) return null;
  const { id, delivery, status, patient } = first;
  const [text, tone] = DELIVERY[delivery.status];
  const params = { path: { id } };
  const resend = async () => {
    const headers = { 'Idempotency-Key': newId() };
    await answerOf(api.POST('/api/v1/prescriptions/{id}/resend', { params, headers }));
    await again();
  };
  return (
    <>
      <p class="patient">
        For <strong>{patient.name}</strong>
      </p>
      <div role="status">
        <Note tone={tone}>{text}</Note>
      </div>
      {problem}
      <Unfolded label="Mails to the patient">
        {() => (
          <>
            <Mails id={id} state={delivery.status} />
            {status === 'active' && !UNDER_WAY.includes(delivery.status) && (
              <div class="actions">
                <Button onClick={() => void attempt(resend)}>Send the mail again</Button>
              </div>
            )}
          </>
        )}
      </Unfolded>
    </>
  );
}

function Mails({ id, state }: { readonly id: string; readonly state: string }) {
  const params = { path: { id } };
  const mails = useLoad(() => answerOf(api.GET('/api/v1/prescriptions/{id}/email-logs', { params })), [id, state]);
  return (
    <Loaded of={mails}>
      {(all) => (
        <ul class="checks">
          {all.map(({ recipient, status, sent_at: sent, downloaded_at: opened }, at) => (
            <li key={at}>
              <strong>{recipient}</strong>
              <span class="hint">
                {status} {sent && momentOf(sent)}
              </span>
              <p class="hint">{opened ? `The document was opened on ${momentOf(opened)}.` : 'Not opened yet.'}</p>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}

/** What is fetched, and recorded as read, only once somebody wants to see it. */
function Unfolded({ label, children }: { readonly label: string; readonly children: () => preact.ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="card" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{label}</summary>
      {isOpen && children()}
    </details>
  );
}

interface OneProps {
  readonly one: Prescription;
  readonly again: () => Promise<void>;
}

function OfPatient({ one, again }: OneProps) {
  const { status, doctor } = one;
  const [supplied, setSupplied] = useState<readonly string[]>([]);
  const isOwn = doctor.id === user.value?.id;
  return (
    <>
      <Issued one={one} facts={recordFacts(one)}>
        {status === 'active' && isOwn && <PaperForm one={one} />}
        {status === 'active' && <Cancel one={one} again={again} supplied={setSupplied} />}
      </Issued>
      {supplied.length > 0 && (
        <Note tone="warn">
          <p>Supplied before it was cancelled:</p>
          <ul>
            {supplied.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Note>
      )}
    </>
  );
}

/** What the record keeps beside what is printed. */
function recordFacts({ alerts_overridden: overridden, notes, checks, special_flags: flags }: Prescription): Fact[] {
  const unknown = (Object.keys(checks) as CheckName[]).filter((check) => checks[check].reasons.length > 0);
  return [
    ['Authority', flags.authority_code],
    ['Prescribed all the same', overridden.map((one) => `${SEVERITIES[one.severity][0]}: ${one.reason}`).join('\n')],
    ['Checked in part', unknown.join(', ')],
    ['Notes', notes],
  ];
}

/** The form that its doctor prints and signs; from the second print on it needs a reason. */
function PaperForm({ one: { id, prescription_number: number } }: { readonly one: Prescription }) {
  const key = useRef(newId());
  async function print({ reason }: Values) {
    const body = { reason: reason ?? null };
    await download(`/api/v1/prescriptions/${id}/paper/`, `${number}-form.pdf`, { body, key: key.current });
    key.current = newId();
  }
  return (
    <Ask label="Form to sign" title="Print the form to sign" action="Fetch the form" submit={print}>
      <PrintedBefore id={id} />
    </Ask>
  );
}

function PrintedBefore({ id }: { readonly id: string }) {
  const history = useHistory(id);
  return (
    <Loaded of={history}>
      {(events) => {
        const before = events.find(({ event }) => event === 'printed');
        return before ? (
          <>
            <p>It was printed on {momentOf(before.at)}. A further print says that it is a reprint.</p>
            <Area name="reason" label="Reason" minLength={3} maxLength={500} required />
          </>
        ) : (
          <p>This print is the original. Sign it by hand; what the patient has by mail is a copy.</p>
        );
      }}
    </Loaded>
  );
}

function Cancel({ one, again, supplied }: OneProps & { readonly supplied: (lines: readonly string[]) => void }) {
  const { id, prescription_number: number } = one;
  const key = useRef(newId());
  const proof = useFreshFactor();
  async function cancel(values: Values) {
    const body = { reason: values.reason ?? '' };
    const how = { params: { path: { id } }, body, headers: { 'Idempotency-Key': key.current } };
    const work = () => answerOf(api.POST('/api/v1/prescriptions/{id}/cancel', how));
    const { supplied_before: before } = await proof.of(values, work);
    const nameOf = (item: string) => itemsOf(one).find((prescribed) => prescribed.id === item)?.name ?? number;
    supplied(before.map((one) => `${nameOf(one.item)}, ${dateOf(one.dispensed_date, 'UTC')}, ${one.pharmacy_name}`));
    await again();
  }
  return (
    <Ask label="Cancel" title={`Cancel ${number}?`} action="Cancel it" tone="danger" submit={cancel}>
      <p>No pharmacy supplies it from then on, and the patient is notified.</p>
      <Area name="reason" label="Reason" hint="Stays in the record." minLength={3} maxLength={500} required />
      {proof.field}
    </Ask>
  );
}
