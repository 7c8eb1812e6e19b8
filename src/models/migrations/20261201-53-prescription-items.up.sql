-- The medicines of a prescription, as far as supplies are counted by them; the signed content says the same, and more.
create table prescription_items (
  id uuid primary key,
  prescription_id uuid not null,
  position integer not null check (position >= 0),
  drug_id uuid not null,
  drug_version integer not null,
  schedule text not null check (schedule in ('Unscheduled', 'S2', 'S3', 'S4', 'S8')),
  quantity integer not null check (quantity between 1 and 10000),
  repeats integer not null check (repeats >= 0),
  -- Days between two supplies; 1 where nothing is said of it: a second supply is for another day.
  interval_days integer not null check (interval_days > 0),
  issued_on date not null,
  valid_until date not null,
  constraint prescription_items_position unique (prescription_id, position),
  constraint prescription_items_terms foreign key (prescription_id, issued_on, valid_until)
    references prescriptions (id, issued_on, valid_until),
  -- What its supplies copy from it.
  constraint prescription_items_limits unique (id, prescription_id, issued_on, valid_until, repeats, interval_days)
);
create trigger prescription_items_append_only before update or delete or truncate on prescription_items
  for each statement execute function refuse_change();

call grant_access('prescription_items', api => 'select', worker => 'select, insert');
call guard('prescription_items', reads => $$exists (select 1 from prescriptions p where p.id = prescription_id)$$, writes => 'false');
