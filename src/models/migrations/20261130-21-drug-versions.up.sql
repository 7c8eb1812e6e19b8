-- Every version of an item, whole: what a prescription was written from stays readable whatever becomes of the item.
create table drug_versions (
  drug_id uuid not null references drugs,
  version integer not null check (version > 0),
  -- Of the item; null of the starter formulary.
  clinic_id uuid references clinics,
  content jsonb not null,
  -- Null where the starter formulary was loaded.
  changed_by uuid references users,
  changed_at timestamptz not null,
  primary key (drug_id, version)
);
create index drug_versions_clinic on drug_versions (clinic_id);
create trigger drug_versions_append_only before update or delete or truncate on drug_versions
  for each statement execute function refuse_change();

call grant_access('drug_versions', api => 'select, insert', worker => 'select, insert');
call guard('drug_versions',
  reads => $$clinic_id = any ((select scope_clinics())::uuid[]) or (clinic_id is null and (select scope_clinics())::uuid[] <> '{}')$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);
