-- What waits for a person.
create table attention (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  appointment_id uuid references appointments,
  -- Which of several: of an appointment the order, the refund or the refund request; without an appointment the
  -- provider's object, such as `stripe/dp_1`, or the provider.
  subject text,
  code text not null,
  -- Ids and figures only.
  context jsonb not null default '{}',
  opened_at timestamptz not null default now(),
  resolved_at timestamptz,
  resolved_by text,
  resolution_sealed text,
  constraint attention_about check (num_nonnulls(appointment_id, subject) > 0)
);
-- Nulls count as equal: two transactions can never open the same entry.
create unique index attention_open on attention (appointment_id, subject, code) nulls not distinct
  where resolved_at is null;
create index attention_clinic on attention (clinic_id, opened_at) where resolved_at is null;

-- Open entries are part of what an appointment's workflow shows, so they count as a change of its row: the workflow
-- keeps the later one of two pictures, and maintenance compares what has changed with what the workflow shows.
create function note_attention() returns trigger language plpgsql as $$
begin
  update appointments set updated_at = greatest(updated_at, coalesce(new.resolved_at, new.opened_at))
   where id = new.appointment_id;
  return null;
end $$;
create trigger attention_noted after insert or update of resolved_at on attention
  for each row when (new.appointment_id is not null) execute function note_attention();

-- Entries that belong to no appointment are closed by request.
call grant_access('attention', api => 'select, insert, update (resolved_at, resolved_by, resolution_sealed)', worker => 'select, insert, update');
