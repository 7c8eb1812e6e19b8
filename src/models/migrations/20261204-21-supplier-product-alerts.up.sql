-- How little there is of a product, as it was found when its stock, or what the clinic wants of it, last changed. Kept so that people are
-- notified once of each time that it becomes worse: who changes the stock says here what is due, and who adds the mails takes it away, in
-- one transaction each.
create table supplier_product_alerts (
  product_id uuid primary key references supplier_products,
  clinic_id uuid not null references clinics,
  -- Null: there is enough.
  alert text check (alert in ('medium', 'high', 'out')),
  -- Since when there is not enough of it, without interruption.
  since timestamptz,
  is_due boolean not null,
  constraint supplier_product_alerts_since check ((alert is null) = (since is null)),
  constraint supplier_product_alerts_due check (not is_due or alert is not null)
);
create index supplier_product_alerts_clinic on supplier_product_alerts (clinic_id);
create index supplier_product_alerts_due on supplier_product_alerts (clinic_id) where is_due;
call grant_access('supplier_product_alerts', api => 'select, insert, update', worker => 'select, insert, update');
call guard('supplier_product_alerts', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
