-- What has become of a prescription, step by step. Every writing step has an operation id, so that a repeat meets its own row.
create table prescription_events (
  id uuid primary key,
  prescription_id uuid not null references prescriptions,
  operation_id text not null,
  event text not null check (event in ('issued', 'document_stored', 'mailed', 'downloaded', 'printed', 'reprinted', 'cancelled', 'superseded')),
  -- Null: the product itself.
  happened_by uuid references users,
  happened_at timestamptz not null,
  reason_sealed text,
  constraint prescription_events_once unique (prescription_id, operation_id, event)
);
create index prescription_events_prescription on prescription_events (prescription_id, happened_at);
create trigger prescription_events_append_only before update or delete or truncate on prescription_events
  for each statement execute function refuse_change();

-- A download and a print are recorded by who answers them.
call grant_access('prescription_events', api => 'select, insert', worker => 'select, insert');
call guard('prescription_events',
  reads => $$exists (select 1 from prescriptions p where p.id = prescription_id)$$,
  writes => $$event in ('downloaded', 'printed', 'reprinted') and happened_by = (select scope_user()) and exists (select 1 from prescriptions p where p.id = prescription_id)$$);
