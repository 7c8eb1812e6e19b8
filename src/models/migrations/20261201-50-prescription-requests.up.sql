-- What a doctor has asked for at once and what was issued in one transaction: one prescription, or several where the law keeps items
-- apart. Its workflow, its mail and its attention entries are those of all of them.
create table prescription_requests (
  id uuid primary key references subjects,
  clinic_id uuid not null references clinics,
  doctor_id uuid not null references users,
  patient_id uuid not null references users,
  appointment_id uuid not null references appointments,
  -- Of what was asked: another body under the same key is refused.
  body_hash text not null,
  operation_id text not null unique,
  issued_at timestamptz not null,
  -- From then on the patient is notified once more of what they have not opened; null: never.
  remind_at timestamptz,
  -- Of the API, which issued it: whoever repeats the request has another one.
  api_request_id text,
  -- The run that delivers it.
  run_id text not null,
  delivery text not null default 'queued' check (delivery in ('queued', 'rendering', 'delivering', 'delivered', 'failed')),
  delivery_started_at timestamptz,
  delivery_completed_at timestamptz
);
create index prescription_requests_doctor on prescription_requests (doctor_id, issued_at);
create index prescription_requests_appointment on prescription_requests (appointment_id);
-- Whose reminder was due lately: whether it was sent.
create index prescription_requests_reminded on prescription_requests (remind_at) where remind_at is not null;
create index prescription_requests_undelivered on prescription_requests (id) where delivery <> 'delivered';

-- What was asked stays; how far its delivery has come moves.
create function check_prescription_request() returns trigger language plpgsql as $$
begin
  if (new.id, new.clinic_id, new.doctor_id, new.patient_id, new.appointment_id, new.body_hash, new.operation_id, new.issued_at)
     is distinct from (old.id, old.clinic_id, old.doctor_id, old.patient_id, old.appointment_id, old.body_hash, old.operation_id, old.issued_at) then
    raise exception 'what was prescribed is not changed' using errcode = '23514', constraint = 'prescription_requests_fixed';
  end if;
  return new;
end $$;
create trigger prescription_requests_fixed before update on prescription_requests for each row execute function check_prescription_request();
create trigger prescription_requests_kept before delete or truncate on prescription_requests for each statement execute function refuse_change();

call grant_access('prescription_requests', api => 'select', worker => 'select, insert, update');
-- A doctor sees the own and those of patients that they treat, other staff the clinic's, a patient the own.
call guard('prescription_requests',
  reads => $$patient_id = (select scope_patient()) or id = any ((select scope_grant('prescription'))::uuid[])
    or (clinic_id = any ((select scope_clinics())::uuid[])
      and ((select scope_doctor()) is null or doctor_id = (select scope_doctor()) or scope_treats(patient_id)))$$,
  writes => 'false');
