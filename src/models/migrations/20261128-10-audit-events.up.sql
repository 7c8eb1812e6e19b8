-- Who did what to which record, with a keyed hash of the row.
create table audit_events (
  id uuid primary key default uuidv7(),
  clinic_id uuid references clinics,
  action text not null,
  actor_kind text not null,
  actor_user_id uuid,
  actor_label text not null,
  entity text not null,
  entity_id text not null,
  patient_id uuid,
  details jsonb not null default '{}',
  request_id text,
  happened_at timestamptz not null,
  content_mac text not null,
  -- Where an audited change came from; null for what no request asked for.
  address text,
  user_agent text
);
create index audit_events_entity on audit_events (entity, entity_id, id);
create index audit_events_actor on audit_events (actor_user_id, id);
create trigger audit_append_only before update or delete or truncate on audit_events
  for each statement execute function refuse_change();

call grant_access('audit_events', api => 'select, insert', worker => 'select, insert');
