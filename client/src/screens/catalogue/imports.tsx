import { useLocation } from 'preact-iso';
import { api } from '../../api.js';
import type { SupplierImport } from '../../catalogue/answers.js';
import { Moment } from '../../catalogue/clinic.js';
import { useSuppliers } from '../../catalogue/suppliers.js';
import { counted, figure, STATES } from '../../catalogue/words.js';
import { CatalogueScreen, Tag } from '../../parts/catalogue/catalogue-screen.js';
import { PagedList } from '../../parts/catalogue/paged-list.js';
import { SendList } from '../../parts/catalogue/send-list.js';

const SHOWN = 20;

/** Where a manager sends a supplier's list in, and what became of those before. */
export default function Imports() {
  const { route } = useLocation();
  const suppliers = useSuppliers();
  return (
    <CatalogueScreen title="Price lists">
      <SendList suppliers={suppliers.choices} taken={(id) => route(`/app/catalogue/imports/${id}`)} />
      <h2>Lists so far</h2>
      <PagedList
        read={(cursor) => {
          const query = { limit: SHOWN, ...(cursor ? { cursor } : {}) };
          return api.GET('/api/v1/supplier-products/imports', { params: { query } });
        }}
        keys={[]}
        empty={['sheet', 'No list yet', 'The catalogue is empty until the first list is applied.']}
        noun="list"
      >
        {(one: SupplierImport) => <Row one={one} supplier={suppliers.nameOf(one.supplier)} />}
      </PagedList>
    </CatalogueScreen>
  );
}

function Row({ one, supplier }: { readonly one: SupplierImport; readonly supplier: string }) {
  const { id, file_processed: file, state, created_at: at, rows_valid: valid, rows_invalid: invalid } = one;
  return (
    <a class="row" href={`/app/catalogue/imports/${id}`}>
      <span>
        <strong>{file}</strong>
        <small>
          {supplier} · <Moment at={at} />
        </small>
        {one.rows_total !== null && (
          <small>
            {counted(valid, 'good row')}
            {invalid > 0 && `, ${figure(invalid)} with errors`}
          </small>
        )}
      </span>
      <Tag of={STATES[state]} />
    </a>
  );
}
