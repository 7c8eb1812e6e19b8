-- Which slots changed since a copy was made: a slot changes when an appointment takes it or leaves it.
alter table availabilities add column updated_at timestamptz not null default now();

create function is_live(status text) returns boolean language sql immutable as
  $$ select status in ('pending', 'booked', 'in_progress', 'completed', 'no_show') $$;

create function touch_slots() returns trigger language plpgsql as $$
begin
  update availabilities set updated_at = now() where id = new.availability_id or id = old.availability_id;
  return null;
end $$;
create trigger appointments_take_slot after insert on appointments
  for each row execute function touch_slots();
create trigger appointments_change_slot after update on appointments for each row
  when (old.availability_id <> new.availability_id or is_live(old.status) <> is_live(new.status))
  execute function touch_slots();

-- Numbers that a regulator gives to one person: keyed hashes, so that a second account with the same number is refused.
create table professional_identifiers (
  kind text not null check (kind in ('medical_registration_number', 'prescriber_number', 'hpi_i', 'ihi')),
  value_hash text not null,
  user_id uuid not null references users,
  primary key (user_id, kind),
  constraint professional_identifiers_once unique (kind, value_hash)
);

-- Where a login or an audited change came from; null for what no request asked for.
alter table sessions add column address text;
alter table audit_events add column address text, add column user_agent text;

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'keepwell_api') and
     exists (select 1 from pg_roles where rolname = 'keepwell_worker') then
    grant select, insert, delete on professional_identifiers to keepwell_api;
    grant update (updated_at) on availabilities to keepwell_worker;
  end if;
end $$;
