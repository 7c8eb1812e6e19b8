-- What a clinic keeps of a patient's allergies and current medicines: every version of every entry, whole. An entry is its latest
-- version; nothing is changed or deleted, and what was entered in error stays readable as such.
create table record_entries (
  id uuid primary key,
  entry_id uuid not null,
  version integer not null check (version > 0),
  kind text not null check (kind in ('allergy', 'medicine')),
  clinic_id uuid not null references clinics,
  patient_id uuid not null references users,
  status text not null check (status in ('active', 'resolved', 'stopped', 'entered_in_error')),
  content_sealed text not null,
  -- Why it was changed; null for the first version.
  reason_sealed text,
  recorded_by uuid not null references users,
  recorded_at timestamptz not null,
  constraint record_entries_reason check ((version = 1) = (reason_sealed is null)),
  constraint record_entries_status check (status <> case kind when 'allergy' then 'stopped' else 'resolved' end),
  -- Of two changes of one version, one stands.
  constraint record_entries_version unique (entry_id, version)
);
create index record_entries_patient on record_entries (patient_id, clinic_id);
create index record_entries_clinic on record_entries (clinic_id);
create trigger record_entries_append_only before update or delete or truncate on record_entries
  for each statement execute function refuse_change();

-- A version follows the one before it, of the same entry of the same patient: no change reaches another patient's.
create function check_record_entry() returns trigger language plpgsql as $$
begin
  if new.version > 1 and not exists (select 1 from record_entries e where e.entry_id = new.entry_id and e.version = new.version - 1
      and e.kind = new.kind and e.clinic_id = new.clinic_id and e.patient_id = new.patient_id) then
    raise exception 'the version of a record entry follows none' using errcode = '23514', constraint = 'record_entries_follows';
  end if;
  return new;
end $$;
create trigger record_entries_follows before insert on record_entries for each row execute function check_record_entry();

-- What is prescribed enters the list of medicines in the transaction that issues it.
call grant_access('record_entries', api => 'select, insert', worker => 'select, insert');
-- The patient reads the own; who treats the patient reads and writes, and who has broken the glass reads.
call guard('record_entries',
  reads => $$patient_id = (select scope_patient()) or (clinic_id = any ((select scope_clinics())::uuid[])
    and (scope_treats(patient_id) or has_broken_glass((select scope_user()), patient_id, (select scope_clinics()))))$$,
  writes => $$recorded_by = (select scope_user()) and clinic_id = any ((select scope_clinics())::uuid[]) and scope_treats(patient_id)$$);
