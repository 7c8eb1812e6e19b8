// A visit in a list of visits, and its state in words that a patient knows.
import type { Appointment } from '../api.js';
import { dayOf, nameOf, timeOf, zoneNote } from '../times.js';

export function VisitRow({ visit }: { readonly visit: Appointment }) {
  const { id, start_time: start, timezone, doctor } = visit;
  const zone = zoneNote(start, timezone);
  return (
    <a class="row" href={`/app/appointments/${id}`}>
      <span class="when">
        <strong>{dayOf(start, timezone)}</strong>
        {timeOf(start, timezone)} {zone && <small>({zone} time)</small>}
      </span>
      <span class="who">
        {nameOf(doctor)}
        {doctor.specialty && <small>{doctor.specialty}</small>}
      </span>
      <VisitTag visit={visit} />
    </a>
  );
}

type Tone = 'plain' | 'good' | 'warn' | 'bad';

const WORDS: Readonly<Record<string, readonly [text: string, tone: Tone]>> = {
  pending: ['Waiting for payment', 'warn'],
  booked: ['Booked', 'good'],
  in_progress: ['Under way', 'good'],
  completed: ['Completed', 'plain'],
  no_show: ['Missed', 'bad'],
  doctor_absent: ['The doctor was not there', 'bad'],
  payment_expired: ['Not paid in time', 'plain'],
  cancelled_by_patient: ['Cancelled', 'plain'],
  cancelled_by_doctor: ['Cancelled by the doctor', 'plain'],
  cancelled_by_clinic: ['Cancelled by the clinic', 'plain'],
};

export function VisitTag({ visit }: { readonly visit: Pick<Appointment, 'status'> }) {
  const [text, tone] = WORDS[visit.status] ?? [visit.status.replaceAll('_', ' '), 'plain'];
  return <span class={`tag ${tone}`}>{text}</span>;
}
