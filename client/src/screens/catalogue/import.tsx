import { useRef } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { answerOf, api, download } from '../../api.js';
import type { SupplierImport } from '../../catalogue/answers.js';
import { Moment } from '../../catalogue/clinic.js';
import { useImportEvents } from '../../catalogue/live.js';
import { useSuppliers } from '../../catalogue/suppliers.js';
import { counted, fieldWords, figure, MOVING, STATES } from '../../catalogue/words.js';
import { CatalogueScreen, Tag } from '../../parts/catalogue/catalogue-screen.js';
import { Decide } from '../../parts/catalogue/decide-import.js';
import { ImportChanges } from '../../parts/catalogue/import-changes.js';
import { ImportFailure } from '../../parts/catalogue/import-failure.js';
import { RowErrors, RowWarnings } from '../../parts/catalogue/row-problems.js';
import { Button, Facts, Loaded, useAttempt, useLoad } from '../../parts/page.js';
import { dateOf, sizeOf } from '../../times.js';

/** One list from its arrival on: what it would change, what is wrong with it, the go, and the way back. */
export default function Import() {
  const { id = '' } = useRoute().params;
  const params = { path: { id } };
  const one = useLoad(() => answerOf(api.GET('/api/v1/supplier-products/imports/{id}', { params })), [id]);
  const { data, set, again } = one;
  const heard = useRef<readonly unknown[]>([]);
  useImportEvents(one, data !== null && MOVING.includes(data.state), (event) => {
    if (event.id !== id) return;
    // A move is said again while what it has changed is on its way.
    const isOnItsWay = heard.current[0] === data && heard.current[1] === event.state;
    heard.current = [data, event.state];
    if (event.state === data?.state) set({ ...data, ...event });
    else if (!isOnItsWay) void again();
  });
  return (
    <CatalogueScreen title="Price list" back={['/app/catalogue/imports', 'Price lists']}>
      <Loaded of={one}>
        {(list) => (
          <>
            <Summary of={list} />
            {list.failure && <ImportFailure of={list.failure} />}
            <ImportChanges of={list} />
            <Decide of={list} again={again} />
            <RowErrors of={list} />
            <RowWarnings of={list} />
            {list.sheets.length > 0 && <HowItWasRead of={list} />}
          </>
        )}
      </Loaded>
    </CatalogueScreen>
  );
}

function Summary({ of }: { readonly of: SupplierImport }) {
  const { nameOf } = useSuppliers();
  const { attempt, problem } = useAttempt();
  const { file_processed: file, effective_from: from, applied_at: applied } = of;
  const fetchIt = () => download(`/api/v1/supplier-products/imports/${of.id}/file/`, file);
  return (
    <section class="card">
      <header class="head">
        <h2 class="file-name">{file}</h2>
        <Tag of={STATES[of.state]} />
      </header>
      <Progress of={of} />
      <Facts
        of={[
          ['Supplier', of.supplier || of.finished_at ? nameOf(of.supplier) : null],
          ['Sent', <Moment key="sent" at={of.created_at} />],
          ['In force from', from && dateOf(from, 'UTC')],
          ['Applied', applied && <Moment key="applied" at={applied} />],
          ['Covers', of.coverage && COVERS[of.coverage]],
          ['Rows', of.rows_total !== null && rowsWords(of)],
        ]}
      />
      {problem}
      <div class="actions">
        <Button look="link" onClick={() => void attempt(fetchIt)}>
          Download the file as it came ({sizeOf(of.file_size)})
        </Button>
      </div>
    </section>
  );
}

const COVERS = {
  full: 'All products of the supplier',
  partial: 'Some products of the supplier: nothing turns inactive',
};

function rowsWords({ rows_valid: valid, rows_invalid: invalid, rows_skipped: skipped }: SupplierImport): string {
  const parts = [counted(valid, 'good row')];
  if (invalid > 0) parts.push(`${figure(invalid)} with errors`);
  if (skipped > 0) parts.push(`${figure(skipped)} skipped: titles, notes, totals and repeats`);
  return parts.join(', ');
}

/** A bar for what moves; a screen reader hears each state once, and no figures. */
function Progress({
  of: { state, progress, rows_processed: rows, rows_total: total },
}: {
  readonly of: SupplierImport;
}) {
  const isMoving = MOVING.includes(state);
  const isCounted = state === 'reading' || state === 'applying';
  return (
    <>
      <p class="hidden" role="status">
        {STATES[state][0]}
      </p>
      {isMoving && (
        <div class="progress">
          <progress aria-label={STATES[state][0]} max={100} {...(isCounted ? { value: progress } : {})} />
          <p class="hint" aria-hidden="true">
            {isCounted && total ? `${figure(rows)} of ${counted(total, 'row')}` : STATES[state][0]}
          </p>
        </div>
      )}
    </>
  );
}

const SHEETS: Readonly<Record<SupplierImport['sheets'][number]['state'], string>> = {
  read: 'read',
  hidden: 'not read: it is hidden',
  excluded: 'not read: the supplier’s mapping leaves it out',
  no_header: 'not read: it has no headings',
  empty: 'empty',
  chart: 'a chart',
};

function HowItWasRead({ of: { sheets, columns, absent_fields: absent } }: { readonly of: SupplierImport }) {
  const known = columns.flatMap(({ heading, field }) => (field === null ? [] : [`${heading} → ${fieldWords(field)}`]));
  const unknown = columns.filter(({ field }) => field === null).map(({ heading }) => heading);
  return (
    <details class="card">
      <summary>How the list was read</summary>
      <Facts
        of={[
          ...sheets.map(
            ({ name, state, rows }) =>
              [`Sheet ${name}`, state === 'read' ? `read, ${counted(rows, 'row')}` : SHEETS[state]] as const,
          ),
          ['Headings', known.join('\n')],
          ['Headings that were not used', unknown.join(', ')],
          ['Not in the list, and left as it is', absent.map(fieldWords).join(', ')],
        ]}
      />
    </details>
  );
}
