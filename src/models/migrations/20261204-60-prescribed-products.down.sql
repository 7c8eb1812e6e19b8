-- Refused while products are prescribed: nothing of a prescription is ever deleted.
alter table prescription_items
  drop constraint prescription_items_medicine,
  drop column product_id,
  alter column drug_id set not null,
  alter column drug_version set not null;
