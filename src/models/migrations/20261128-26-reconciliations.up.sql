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

call grant_access('reconciliations', api => null, worker => 'select, insert, update');
call guard('reconciliations', 'false');

-- A report is about all clinics. Through this, each clinic's staff read what is theirs and what is nobody's; the worker
-- reads all. With its owner's eyes: the conditions in it are the policy.
create view reconciliation_reports as
  select id, window_from, window_to, started_at, finished_at, repaired, flagged,
         totals || jsonb_build_object('sums', (
           select coalesce(jsonb_agg(s), '[]') from jsonb_array_elements(totals->'sums') s
            where s->>'clinicId' is null or shown.everything or (s->>'clinicId')::uuid = any (shown.clinics))) as totals,
         (select coalesce(jsonb_agg(f), '[]') from jsonb_array_elements(findings) f
           where f->>'clinicId' is null or shown.everything or (f->>'clinicId')::uuid = any (shown.clinics)) as findings
    from reconciliations,
         (select scope_clinics() as clinics, pg_has_role(current_user, 'keepwell_worker', 'USAGE') as everything
           offset 0) shown
   where shown.everything or shown.clinics is not null;
call grant_access('reconciliation_reports', api => 'select', worker => 'select');
