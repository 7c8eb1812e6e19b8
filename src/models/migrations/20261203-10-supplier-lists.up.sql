-- What a clinic's catalogue has of each supplier: which list is in force, and how often it has changed. Whoever changes products of a
-- supplier holds this row first, so that two imports of a supplier never apply at once.
create table supplier_lists (
  clinic_id uuid not null references clinics,
  -- The key of the supplier's mapping.
  supplier text not null,
  -- One more with each import that is applied or taken back: a preview of an earlier one is out of date.
  version integer not null check (version >= 0),
  -- From when the list in force says that it is.
  effective_from date,
  last_list_at timestamptz,
  primary key (clinic_id, supplier)
);

call grant_access('supplier_lists', api => 'select', worker => 'select, insert, update');
call guard('supplier_lists', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
