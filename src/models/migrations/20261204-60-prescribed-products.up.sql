-- An item of a prescription is a medicine of the formulary, or a product of a supplier's list. The reference keeps the product's row: a
-- list that is taken back leaves a product that somebody has prescribed.
alter table prescription_items
  alter column drug_id drop not null,
  alter column drug_version drop not null,
  add column product_id uuid references supplier_products,
  add constraint prescription_items_medicine
    check ((drug_id is null) = (drug_version is null) and (drug_id is null) <> (product_id is null));
create index prescription_items_product on prescription_items (product_id) where product_id is not null;
