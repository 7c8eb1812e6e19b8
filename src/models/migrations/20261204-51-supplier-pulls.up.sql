-- The last time that the list of a source was fetched, which the worker alone writes; it goes with its source.
create table supplier_pulls (
  clinic_id uuid not null,
  supplier text not null,
  -- Of `supplier_sources`, as it was then.
  version integer not null,
  -- The run of the workflow, so that a step that is repeated counts once.
  run text not null,
  at timestamptz not null,
  result text not null check (result in ('imported', 'unchanged', 'failed')),
  import_id uuid references supplier_imports,
  -- `domain/catalogue/sources/pull-failures.ts`
  error text,
  -- In a row.
  failures integer not null check (failures >= 0),
  -- The import of the last file that was fetched, and what its server recognises the file by.
  known_import_id uuid references supplier_imports,
  etag text,
  last_modified text,
  primary key (clinic_id, supplier),
  constraint supplier_pulls_source foreign key (clinic_id, supplier) references supplier_sources on delete cascade,
  constraint supplier_pulls_result check ((error is not null) = (result = 'failed') and (import_id is not null) = (result = 'imported'))
);

call grant_access('supplier_pulls', api => 'select', worker => 'select, insert, update');
call guard('supplier_pulls', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
