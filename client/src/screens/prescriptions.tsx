import { answerOf, api, type Prescription } from '../api.js';
import { LoadedList, Screen, useLoad } from '../parts/page.js';
import { PrescriptionRow } from '../parts/prescription-row.js';
import { user } from '../session.js';

const LONGEST = 100;

/** A patient's own prescriptions, or those of a doctor's patients, the newest first. */
export default function Prescriptions() {
  const all = useLoad(async () => {
    const listed = await answerOf(api.GET('/api/v1/prescriptions', { params: { query: { limit: LONGEST } } }));
    return listed.filter((one): one is Prescription => one.status !== 'draft');
  }, []);
  const isDoctor = user.value?.role === 'doctor';
  const empty = isDoctor
    ? 'You prescribe from the appointment of a patient.'
    : 'What a doctor prescribes for you stands here.';
  return (
    <Screen title="Prescriptions">
      <LoadedList of={all} empty={['form', 'No prescriptions yet', empty]}>
        {(one) => <PrescriptionRow one={one} patient={isDoctor ? one.patient.name : null} />}
      </LoadedList>
    </Screen>
  );
}
