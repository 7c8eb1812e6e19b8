-- What each comparison of the books compared and found.
create table reconciliations (
  id uuid primary key,
  window_from timestamptz not null,
  window_to timestamptz not null check (window_to > window_from),
  started_at timestamptz not null,
  finished_at timestamptz,
  -- `{sums: [{provider, currency, clinic_id, provider_sum, ledger_sum}], checked: {charges, ...}, more}` in minor units.
  totals jsonb not null default '{}',
  -- `[{code, provider, object_id, clinic_id, subject_id, subject_kind, order_id, expected, found, action}]`
  findings jsonb not null default '[]',
  repaired integer not null default 0 check (repaired >= 0),
  flagged integer not null default 0 check (flagged >= 0)
);
create index reconciliations_latest on reconciliations (started_at desc, id);

call grant_access('reconciliations', api => 'select', worker => 'select, insert, update');
