-- How a clinic reads the price lists of a supplier: every version of its own mappings. Those that are built in stand in the code; a row of
-- the same key takes the place of one for this clinic.
create table supplier_mappings (
  clinic_id uuid not null references clinics,
  key text not null,
  version integer not null check (version > 0),
  -- `domain/catalogue/mappings/mapping.ts`
  mapping jsonb not null,
  changed_by uuid not null references users,
  changed_at timestamptz not null,
  primary key (clinic_id, key, version)
);
create trigger supplier_mappings_append_only before update or delete or truncate on supplier_mappings
  for each statement execute function refuse_change();

call grant_access('supplier_mappings', api => 'select, insert', worker => 'select');
call guard('supplier_mappings', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
