// A prescription in a list, its state in words that a patient knows, and the list of a visit.
import { type Appointment, answerOf, api, type Draft, type Prescription } from '../api.js';
import { dateOf, momentOf } from '../times.js';
import { List, useLoad } from './page.js';

type Status = Prescription['status'] | 'draft';

const STATUSES: Readonly<Record<Status, readonly [text: string, tone: string]>> = {
  draft: ['Draft', 'warn'],
  active: ['Active', 'good'],
  dispensed: ['All supplied', 'plain'],
  expired: ['Expired', 'plain'],
  cancelled: ['Cancelled', 'bad'],
  superseded: ['Replaced', 'plain'],
};

export function PrescriptionTag({ status }: { readonly status: Status }) {
  const [text, tone] = STATUSES[status];
  return <span class={`tag ${tone}`}>{text}</span>;
}

/** What was prescribed, with its name: items of the formulary first, then products of suppliers. */
export const itemsOf = ({ prescribed_drugs: drugs, prescribed_supplier_products: products }: Prescription) => [
  ...drugs.map(({ drug, ...item }) => ({ ...item, name: drug.name })),
  ...products.map(({ product, ...item }) => ({ ...item, name: product.name })),
];

interface PrescriptionRowProps {
  readonly one: Prescription;
  /** Named where it is not the reader. */
  readonly patient: string | null;
}

export function PrescriptionRow({ one, patient }: PrescriptionRowProps) {
  const { id, prescription_number: number, created_at: at, status } = one;
  const names = itemsOf(one).map(({ name }) => name);
  return (
    <a class="row" href={`/app/prescriptions/${id}`}>
      <span>
        <strong>{names.join(', ')}</strong>
        <small>{[patient, dateOf(at), number].filter(Boolean).join(' · ')}</small>
      </span>
      <PrescriptionTag status={status} />
    </a>
  );
}

/** What was prescribed on one visit, and what its doctor has begun to write. */
export function VisitPrescriptions({ visit }: { readonly visit: Appointment }) {
  const { id, patient, prescription_ids: issued = [] } = visit;
  const { data } = useLoad(async () => {
    const query = { status: 'draft' } as const;
    const [drafts, all] = await Promise.all([
      answerOf(api.GET('/api/v1/prescriptions', { params: { query } })),
      issued.length > 0 ? answerOf(api.GET('/api/v1/prescriptions', { params: { query: { patient } } })) : [],
    ]);
    return [...drafts, ...all].filter((one) => one.appointment === id);
  }, [id, issued.length]);
  if (!data || data.length === 0) return null;
  return (
    <section class="part">
      <h2>Prescribed</h2>
      <List of={data}>
        {(one: Draft | Prescription) =>
          one.status === 'draft' ? <DraftRow draft={one} visit={id} /> : <PrescriptionRow one={one} patient={null} />
        }
      </List>
    </section>
  );
}

function DraftRow({ draft: { id, updated_at: at, ...draft }, visit }: { draft: Draft; visit: string }) {
  const count = draft.prescribed_drugs.length + draft.prescribed_supplier_products.length;
  const many = count === 1 ? '1 medicine' : `${count} medicines`;
  return (
    <a class="row" href={`/app/appointments/${visit}/prescribe?draft=${id}`}>
      <span>
        <strong>Go on with a draft</strong>
        <small>{`${many}, kept ${momentOf(at)}`}</small>
      </span>
      <PrescriptionTag status="draft" />
    </a>
  );
}
