-- What became of each appointment, who did it and why.
create table status_history (
  seq bigint generated always as identity primary key,
  appointment_id uuid not null references appointments,
  clinic_id uuid not null references clinics,
  -- Workflow id + update id or step: written with the change it names, so a repeat finds its own answer here.
  operation_id text not null unique,
  move text not null,
  from_status text,
  to_status text not null,
  payment_status text not null,
  actor_kind text not null,
  actor_user_id uuid references users,
  actor_label text not null,
  reason_sealed text,
  context jsonb not null default '{}',
  changed_at timestamptz not null
);
create index status_history_appointment on status_history (appointment_id, seq);
-- What a window of days is read by. The rows lie in the order of these times, so that a few pages of index are enough and
-- a write costs nothing.
create index status_history_changed on status_history using brin (changed_at);
create trigger status_history_append_only before update or delete or truncate on status_history
  for each statement execute function refuse_change();

call grant_access('status_history', api => 'select', worker => 'select, insert');
call guard('status_history', $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from appointments a where a.id = appointment_id)$$);
