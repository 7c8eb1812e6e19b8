-- The rows of a price list as they were read, each with what it does to which product: staged before anything is changed, so that one
-- transaction can apply all of it, and kept, so that another one can take it back.
create table supplier_import_rows (
  import_id uuid not null references supplier_imports,
  -- In the order of the file; behind its last row what a full list lacks.
  place integer not null,
  clinic_id uuid not null references clinics,
  -- Null of a product that the list does not have any more.
  sheet text,
  row integer,
  kind text not null check (kind in ('created', 'updated', 'reactivated', 'deactivated', 'unchanged', 'invalid', 'skipped')),
  key text,
  -- `{heading: text}`: every cell as the file shows it.
  raw jsonb,
  -- `[{severity, sheet, row, column, heading, field, value, code, reason}]`
  problems jsonb not null,
  -- The row of `supplier_products`; of one that is to be made, the id that it will have.
  product_id uuid,
  -- The product as the import leaves it, and its whole row as the preview has met it. The version of the supplier's list keeps that true
  -- until the import is applied.
  content jsonb,
  before jsonb,
  primary key (import_id, place),
  constraint supplier_import_rows_product check ((product_id is null) = (kind in ('invalid', 'skipped')))
);
create index supplier_import_rows_product on supplier_import_rows (product_id);
-- What answers show, of thousands of rows.
create index supplier_import_rows_problems on supplier_import_rows (import_id, place) where problems <> '[]';
create index supplier_import_rows_changes on supplier_import_rows (import_id, place)
  where kind in ('created', 'updated', 'reactivated', 'deactivated');
create index supplier_import_rows_clinic on supplier_import_rows (clinic_id);

call grant_access('supplier_import_rows', api => 'select', worker => 'select, insert, update, delete');
call guard('supplier_import_rows', $$clinic_id = any ((select scope_clinics())::uuid[])$$);

-- What was just written has no statistics, and whatever joins 20,000 rows of it takes half a minute without. Of the columns that are
-- joined by: the JSON beside them takes longer than the rest of an import. The owner's right.
create function analyze_supplier_products() returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  analyze public.supplier_import_rows (import_id, kind, key, product_id);
  analyze public.supplier_products (clinic_id, supplier, key, active, withdrawn);
end $$;
revoke execute on function analyze_supplier_products from public;
grant execute on function analyze_supplier_products to keepwell_worker;
