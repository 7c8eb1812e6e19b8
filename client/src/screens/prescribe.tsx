import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { answerOf, api, Refusal } from '../api.js';
import { MedicationRecord } from '../parts/medication-record.js';
import { Facts, Loaded, Screen, useLoad } from '../parts/page.js';
import { WritePrescription } from '../parts/write-prescription.js';
import type { Begun } from '../prescribing.js';
import { dateOf, nameOf } from '../times.js';
import '../style/prescribing.css';

/** A doctor prescribes on one visit: the record beside what is written, the checks, the answers, the issue. */
export default function Prescribe() {
  const { id = '' } = useRoute().params;
  const { draft: draftId } = useLocation().query;
  const all = useLoad(async () => {
    const visit = await answerOf(api.GET('/api/v1/appointments/{id}', { params: { path: { id } } }));
    const [patient, held, draft] = await Promise.all([
      answerOf(api.GET('/api/v1/patients/{id}', { params: { path: { id: visit.patient } } })),
      answerOf(api.GET('/api/v1/appointments/{id}/consultation', { params: { path: { id } } })),
      draftId ? readDraft(draftId) : { draft: null, drugs: [], products: [] },
    ]);
    return { patient, mode: held?.mode ?? null, ...draft };
  }, [id, draftId]);
  const [recordChanges, setRecordChanges] = useState(0);
  return (
    <Screen title="Prescribe" back={[`/app/appointments/${id}`, 'Appointment']}>
      <Loaded of={all}>
        {({ patient, ...known }) => (
          <div class="beside">
            <div class="card patient">
              <Facts
                of={[
                  ['Patient', nameOf(patient)],
                  ['Date of birth', patient.date_of_birth ? dateOf(patient.date_of_birth, 'UTC') : 'Not known'],
                ]}
              />
            </div>
            <MedicationRecord patient={patient.id} changed={() => setRecordChanges((count) => count + 1)} />
            <WritePrescription patient={patient.id} appointment={id} record={recordChanges} {...known} />
          </div>
        )}
      </Loaded>
    </Screen>
  );
}

/** With the items of the formulary, and the products of suppliers, that it names. @throws Refusal */
async function readDraft(id: string): Promise<Begun> {
  const draft = await answerOf(api.GET('/api/v1/prescriptions/{id}', { params: { path: { id } } }));
  if (draft.status !== 'draft') throw new Refusal('not_found', 'This was issued meanwhile: it is no draft any more.');
  const named = draft.prescribed_supplier_products;
  // Words of the catalogue, which a device without such a draft does not fetch.
  const catalogue = named.length > 0 ? await import('../parts/catalogue/prescribed-product.js') : null;
  const products = (await catalogue?.readProducts(named)) ?? [];
  const drugs = draft.prescribed_drugs.map(async (known, at) => {
    const drug = await answerOf(api.GET('/api/v1/drugs/{id}', { params: { path: { id: known.drug } } }));
    return { key: `draft-${at}`, drug: { ...drug, match: null }, known };
  });
  return { draft, drugs: await Promise.all(drugs), products };
}
