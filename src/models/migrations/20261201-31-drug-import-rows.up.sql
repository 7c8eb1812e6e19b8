-- The rows of a list as they were read, each with what it does to which item: staged before anything is changed, so that one
-- transaction can apply all of it, and kept, so that another one can take it back.
create table drug_import_rows (
  import_id uuid not null references drug_imports,
  -- In the order of the file.
  place integer not null,
  clinic_id uuid not null references clinics,
  -- Null of an item that the list does not have any more.
  sheet text,
  row integer,
  kind text not null check (kind in ('created', 'updated', 'reactivated', 'deactivated', 'unchanged', 'invalid', 'skipped')),
  -- `[{severity, sheet, row, column, heading, field, value, code, reason}]`
  problems jsonb not null,
  -- The row of `drugs`, and in which version the preview has met it; 0 of one that is to be made.
  drug_id uuid,
  base_version integer,
  listing_before text,
  list_key text,
  content jsonb,
  -- `[{term, kind}]`: by what the item is found, afterwards and before.
  terms jsonb,
  terms_before jsonb,
  primary key (import_id, place),
  constraint drug_import_rows_item check ((drug_id is null) = (kind in ('invalid', 'skipped')))
);
create index drug_import_rows_drug on drug_import_rows (drug_id);
-- What answers show, of thousands of rows.
create index drug_import_rows_problems on drug_import_rows (import_id, place) where problems <> '[]';
create index drug_import_rows_clinic on drug_import_rows (clinic_id);

call grant_access('drug_import_rows', api => 'select', worker => 'select, insert, update, delete');
call guard('drug_import_rows', $$clinic_id = any ((select scope_clinics())::uuid[])$$);

-- What was just staged has no statistics, and whatever joins 10,000 rows of it takes half a minute without. The owner's right.
create function analyze_drug_imports() returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  analyze public.drug_import_rows;
  analyze public.drugs;
  analyze public.drug_terms;
end $$;
revoke execute on function analyze_drug_imports from public;
grant execute on function analyze_drug_imports to keepwell_worker;
