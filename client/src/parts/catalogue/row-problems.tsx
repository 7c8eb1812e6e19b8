// What is wrong with the rows of a list, in the places of the file.

import { api, download } from '../../api.js';
import type { PriceListProblem, SupplierImport } from '../../catalogue/answers.js';
import { counted } from '../../catalogue/words.js';
import { Button, useAttempt } from '../page.js';
import { PagedList } from './paged-list.js';

interface OfImport {
  readonly of: SupplierImport;
}

/** The rows that are left out, and the sheet of them that can go back to the supplier. */
export function RowErrors({ of: { id, file_processed: file, rows_invalid: rows, errors_total: total } }: OfImport) {
  const { attempt, problem } = useAttempt();
  if (total === 0) return null;
  const save = (format: 'xlsx' | 'csv') => () => {
    const name = `${file.replace(/\.[^.]+$/, '')} - errors.${format}`;
    void attempt(() => download(`/api/v1/supplier-products/imports/${id}/errors/?format=${format}`, name));
  };
  return (
    <section class="card">
      <h2>{counted(rows, 'row')} with errors</h2>
      <p>
        {rows === 1 ? 'This row is' : 'These rows are'} left out, and what the catalogue has of their products stays as
        it is. The error sheet has them with a column that says what is wrong: send it back to the supplier, or correct
        it and send it in as a list of some of their products.
      </p>
      {problem}
      <div class="actions">
        <Button onClick={save('xlsx')}>Download the error sheet</Button>
        <Button look="link" onClick={save('csv')}>
          The same as CSV
        </Button>
      </div>
      <Problems id={id} kind="error" />
    </section>
  );
}

/** Rows that are imported, and that somebody should look at. */
export function RowWarnings({ of: { id, warnings_total: total } }: OfImport) {
  if (total === 0) return null;
  return (
    <details class="card">
      <summary>{counted(total, 'warning')}</summary>
      <p class="hint">These rows are imported. Look at them where it matters.</p>
      <Problems id={id} kind="warning" />
    </details>
  );
}

function Problems({ id, kind }: { readonly id: string; readonly kind: 'error' | 'warning' }) {
  return (
    <PagedList
      read={(page) => {
        const params = { path: { id }, query: { kind, ...page } };
        return api.GET('/api/v1/supplier-products/imports/{id}/errors', { params });
      }}
      empty={['sheet', 'None']}
      noun={kind}
    >
      {(one: PriceListProblem) => <Problem one={one} />}
    </PagedList>
  );
}

function Problem({ one: { sheet, row, column, heading, value, reason } }: { readonly one: PriceListProblem }) {
  return (
    <div class="row problem">
      <span>
        <strong>{reason}</strong>
        <small>
          {sheet}, row {row}
          {column && `, column ${column}`}
          {heading && ` (${heading})`}
        </small>
      </span>
      {value && <code>{value}</code>}
    </div>
  );
}
