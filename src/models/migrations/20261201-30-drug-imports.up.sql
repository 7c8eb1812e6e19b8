-- Lists of medicines that a clinic imports into its formulary. A person decides by changing the state; the worker does what it says.
create table drug_imports (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  state text not null check (state in ('received', 'reading', 'previewed', 'applying', 'applied', 'undoing', 'undone', 'cancelled', 'failed')),
  mode text not null check (mode in ('preview', 'apply')),
  coverage text not null check (coverage in ('partial', 'full')),
  file_name text not null,
  file_sha256 text not null,
  file_size integer not null,
  -- Name of the file in the store of documents, where it is sealed.
  document text not null,
  requested_by uuid not null references users,
  -- Who has said go, or asked for it to be taken back: whoever did it last.
  decided_by uuid references users,
  rows_processed integer not null default 0,
  rows_total integer,
  -- What the file says and would change; what was done; why it cannot be used.
  report jsonb,
  done jsonb,
  failure jsonb,
  created_at timestamptz not null,
  previewed_at timestamptz,
  applied_at timestamptz,
  undone_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null
);
create index drug_imports_clinic on drug_imports (clinic_id, created_at);
-- What somebody has to go on with.
create index drug_imports_under_way on drug_imports (updated_at) where state in ('received', 'reading', 'previewed', 'applying', 'undoing');

call grant_access('drug_imports', api => 'select, insert, update (state, decided_by, finished_at, updated_at)',
  worker => 'select, update');
call guard('drug_imports', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
