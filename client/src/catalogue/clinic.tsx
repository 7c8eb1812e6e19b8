// What the catalogue takes from the clinic: the wall on which its moments stand, wherever their reader is, and its currency.
import { signal } from '@preact/signals';
import { answerOf, api, type Schemas } from '../api.js';
import { user } from '../session.js';
import { momentOf, zoneNote } from '../times.js';

type Clinic = Pick<Schemas['ClinicAnswer'], 'timezone' | 'currency'>;

/** Each clinic in which this window has acted. */
const clinics = signal<Readonly<Record<string, Clinic>>>({});
const asked = new Set<string>();

/** Null until it is known. */
function useClinic(): Clinic | null {
  const id = user.value?.clinic_id ?? '';
  if (!asked.has(id)) void ask(id);
  return clinics.value[id] ?? null;
}

/** Of what is compared and suggested, which names none. */
export const useCurrency = () => useClinic()?.currency ?? 'aud';

/** `1 December 2026, 10:30 am`, with the name of the zone where it is not the reader's. */
export function Moment({ at }: { readonly at: string }) {
  const zone = useClinic()?.timezone;
  const note = zone && zoneNote(at, zone);
  return (
    <time dateTime={at}>
      {momentOf(at, zone)}
      {note && ` (${note} time)`}
    </time>
  );
}

async function ask(id: string): Promise<void> {
  asked.add(id);
  // Without an answer the reader's own zone has to do.
  const clinic = await answerOf(api.GET('/api/v1/clinics/{id}', { params: { path: { id } } })).catch(() => null);
  if (clinic) clinics.value = { ...clinics.value, [id]: clinic };
}
