-- Supplies: a row for each of an item, by a pharmacy. What an item allows is copied from it by the foreign key, so that the constraints
-- below judge it, and no code before them: not more than it allows, not after its last day, not before the interval is over.
create table dispensings (
  id uuid primary key,
  -- What was recorded by one request of a pharmacy.
  request_id uuid not null,
  prescription_id uuid not null,
  item_id uuid not null,
  issued_on date not null,
  valid_until date not null,
  repeats integer not null,
  interval_days integer not null,
  supply_no integer not null,
  -- On the clinic's calendar.
  dispensed_on date not null,
  pharmacy_name text not null,
  pharmacist_sealed text not null,
  -- The pharmacy's key; null: by number and code.
  api_key_id uuid,
  patient_identity_checked boolean not null,
  recorded_at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  undo_reason_sealed text,
  constraint dispensings_terms foreign key (item_id, prescription_id, issued_on, valid_until, repeats, interval_days)
    references prescription_items (id, prescription_id, issued_on, valid_until, repeats, interval_days),
  constraint dispensings_repeats check (supply_no between 1 and repeats + 1),
  constraint dispensings_validity check (dispensed_on between issued_on and valid_until),
  constraint dispensings_undone check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undo_reason_sealed is null)),
  constraint dispensings_once unique (request_id, item_id),
  constraint dispensings_interval exclude using gist (
    item_id with =, daterange(dispensed_on, dispensed_on + interval_days) with &&) where (undone_at is null)
);
create unique index dispensings_number on dispensings (item_id, supply_no) where (undone_at is null);
create index dispensings_prescription on dispensings (prescription_id);

-- Nothing of a supply changes but that it is undone, once. None is recorded of a prescription that has ended.
create function check_dispensing() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.undone_at is not null or new.undone_at is null
       or (to_jsonb(new) - '{undone_at,undone_by,undo_reason_sealed}'::text[]) is distinct from (to_jsonb(old) - '{undone_at,undone_by,undo_reason_sealed}'::text[]) then
      raise exception 'a supply is not changed' using errcode = '23514', constraint = 'dispensings_fixed';
    end if;
  elsif not exists (select 1 from prescriptions p where p.id = new.prescription_id and p.status = 'issued') then
    raise exception 'the prescription has ended' using errcode = '23514', constraint = 'dispensings_ended';
  end if;
  return new;
end $$;
create trigger dispensings_fixed before insert or update on dispensings for each row execute function check_dispensing();
create trigger dispensings_kept before delete or truncate on dispensings for each statement execute function refuse_change();

-- Written by the API: a pharmacist is served while the engine is away.
call grant_access('dispensings', api => 'select, insert, update (undone_at, undone_by, undo_reason_sealed)', worker => 'select');
call guard('dispensings',
  reads => $$exists (select 1 from prescriptions p where p.id = prescription_id)$$,
  writes => $$prescription_id = any ((select scope_grant('prescription'))::uuid[])$$);
