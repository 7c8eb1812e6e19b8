import { useLocation } from 'preact-iso';
import { api } from '../../api.js';
import type { SupplierImport } from '../../catalogue/answers.js';
import { Moment } from '../../catalogue/clinic.js';
import { useImportEvents } from '../../catalogue/live.js';
import { useSuppliers } from '../../catalogue/suppliers.js';
import { counted, figure, MOVING, STATES } from '../../catalogue/words.js';
import { CatalogueScreen, Tag } from '../../parts/catalogue/catalogue-screen.js';
import { ShownPages, usePages } from '../../parts/catalogue/paged-list.js';
import { SendList } from '../../parts/catalogue/send-list.js';

/** Where a manager sends a supplier's list in, and what became of those before. */
export default function Imports() {
  const { route } = useLocation();
  const suppliers = useSuppliers();
  const lists = usePages<SupplierImport>((query) =>
    api.GET('/api/v1/supplier-products/imports', { params: { query } }),
  );
  const rows = lists.data?.rows ?? [];
  const isMoving = rows.some(({ state }) => MOVING.includes(state));
  useImportEvents(lists, isMoving, ({ id, state }) => {
    if (!rows.some((one) => one.id === id && one.state === state)) void lists.again();
  });
  return (
    <CatalogueScreen title="Price lists">
      <SendList suppliers={suppliers.choices} taken={(id) => route(`/app/catalogue/imports/${id}`)} />
      <h2>Lists so far</h2>
      <ShownPages
        of={lists}
        empty={['sheet', 'No list yet', 'The catalogue is empty until the first list is applied.']}
        noun="list"
      >
        {(one) => <Row one={one} supplier={suppliers.nameOf(one.supplier)} />}
      </ShownPages>
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
