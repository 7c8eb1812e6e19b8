-- What waits for a person.
create table attention (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  -- Whose entry it is: an appointment, or the clinic where it belongs to nothing else.
  subject_id uuid not null references subjects,
  -- Which of several of the same code: of an appointment the order, the refund or the refund request; of a clinic the
  -- provider's object, such as `stripe/dp_1`, the provider, or the person, such as `patient/<id>`.
  about text,
  code text not null,
  -- Ids and figures only.
  context jsonb not null default '{}',
  opened_at timestamptz not null default now(),
  resolved_at timestamptz,
  resolved_by text,
  resolution_sealed text
);
-- Nulls count as equal: two transactions can never open the same entry.
create unique index attention_open on attention (subject_id, about, code) nulls not distinct
  where resolved_at is null;
create index attention_clinic on attention (clinic_id, opened_at) where resolved_at is null;

-- Open entries are part of what an appointment's workflow shows, so they count as a change of its row: the workflow
-- keeps the later one of two pictures, and maintenance compares what has changed with what the workflow shows.
create function note_attention() returns trigger language plpgsql as $$
begin
  update appointments set updated_at = greatest(updated_at, coalesce(new.resolved_at, new.opened_at))
   where id = new.subject_id;
  return null;
end $$;
create trigger attention_noted after insert or update of resolved_at on attention
  for each row execute function note_attention();

-- Entries of a clinic are closed by request.
call grant_access('attention', api => 'select, insert, update (resolved_at, resolved_by, resolution_sealed)', worker => 'select, insert, update');
-- The clinic's for its staff, those of the own appointments and documents for a patient; `entry` opens those about
-- one thing, `silences` those about providers that send no webhooks.
call guard('attention', $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from appointments a where a.id = subject_id)
  or about = 'patient/' || (select scope_patient()) or about = any ((select scope_grant('entry'))::text[])
  or (code = 'webhook_silence' and (select scope_grant('silences')) <> '{}')$$);
