-- Price lists of suppliers that a clinic imports into its catalogue. A person decides by changing the state; the worker does what it says.
create table supplier_imports (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  -- Null until the layout of the list is recognised, where nobody has named the supplier.
  supplier text,
  state text not null check (state in ('received', 'reading', 'previewed', 'applying', 'applied', 'undoing', 'undone', 'cancelled', 'failed')),
  mode text not null check (mode in ('preview', 'apply')),
  -- Null until the list is read: what its mapping says.
  coverage text check (coverage in ('partial', 'full')),
  source text not null check (source in ('upload', 'shell', 'pull')),
  file_name text not null,
  file_sha256 text not null,
  file_size integer not null,
  -- Name of the file in the store of documents, where it is sealed.
  document text not null,
  -- Null of what no person has sent: a shell, a pull.
  requested_by uuid references users,
  -- Who has said go, or asked for it to be taken back: whoever did it last.
  decided_by uuid references users,
  rows_processed integer not null default 0,
  rows_total integer,
  -- Of `supplier_lists`, when the preview was made.
  base_version integer,
  effective_from date,
  -- What the file says and would change; what was done; why it cannot be used.
  report jsonb,
  done jsonb,
  failure jsonb,
  -- The list that was in force before this one was applied, for its undo.
  before jsonb,
  created_at timestamptz not null,
  previewed_at timestamptz,
  applied_at timestamptz,
  undone_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null
);
create index supplier_imports_clinic on supplier_imports (clinic_id, created_at desc, id desc);
create index supplier_imports_supplier on supplier_imports (clinic_id, supplier, applied_at);
-- What somebody has to go on with.
create index supplier_imports_under_way on supplier_imports (updated_at) where state in ('received', 'reading', 'previewed', 'applying', 'undoing');

call grant_access('supplier_imports', api => 'select, insert, update (state, decided_by, rows_processed, finished_at, updated_at)',
  worker => 'select, insert, update');
call guard('supplier_imports', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
