-- A prescription, from its issue on; a draft is none. What it says is signed over its canonical text, and stays.
create table prescriptions (
  id uuid primary key,
  request_id uuid not null references prescription_requests,
  -- Among those of its request, from 0.
  position integer not null check (position >= 0),
  clinic_id uuid not null references clinics,
  doctor_id uuid not null references users,
  patient_id uuid not null references users,
  appointment_id uuid not null references appointments,
  year integer not null,
  ordinal integer not null check (ordinal > 0),
  number text not null unique,
  legal_form text not null check (legal_form in ('patient_copy', 'paper_signed', 'electronic_conformant')),
  scheme text not null check (scheme in ('private', 'pbs', 'rpbs')),
  -- The strictest of its items.
  schedule text not null check (schedule in ('Unscheduled', 'S2', 'S3', 'S4', 'S8')),
  issued_at timestamptz not null,
  -- On the clinic's calendar, in the zone that stands beside it.
  issued_on date not null,
  valid_until date not null,
  timezone text not null,
  content_sealed text not null,
  -- Of the canonical content.
  content_sha256 text not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
  -- Detached, over the canonical content; it carries the certificates.
  jws text not null,
  certificate_id uuid not null references signing_certificates,
  code_sealed text not null,
  code_hash text not null unique,
  -- What the record keeps beside the content: notes, checks, overrides.
  details_sealed text not null,
  supersedes uuid references prescriptions,
  status text not null default 'issued' check (status in ('issued', 'cancelled', 'superseded')),
  version integer not null default 1 check (version > 0),
  ended_at timestamptz,
  ended_by uuid references users,
  end_reason_sealed text,
  superseded_by uuid references prescriptions,
  constraint prescriptions_number unique (year, ordinal),
  constraint prescriptions_number_shown check (number = 'RX' || year || lpad(ordinal::text, greatest(6, length(ordinal::text)), '0')),
  constraint prescriptions_position unique (request_id, position),
  constraint prescriptions_dates check (valid_until >= issued_on),
  constraint prescriptions_end check ((status = 'issued') = (ended_at is null) and (ended_at is null) = (ended_by is null)
    and (ended_at is null) = (end_reason_sealed is null)),
  constraint prescriptions_superseded check ((status = 'superseded') = (superseded_by is not null)),
  -- What its items copy from it, so that a supply is judged by rows that cannot differ.
  constraint prescriptions_terms unique (id, issued_on, valid_until)
);
create index prescriptions_patient on prescriptions (patient_id, issued_at desc, id desc);
create index prescriptions_clinic on prescriptions (clinic_id, issued_at desc, id desc);
create index prescriptions_doctor on prescriptions (doctor_id, issued_at desc, id desc);

-- What was issued is never changed; it ends once, by a cancel or by what stands in its place.
create function check_prescription_change() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - '{status,version,ended_at,ended_by,end_reason_sealed,superseded_by}'::text[])
     is distinct from (to_jsonb(old) - '{status,version,ended_at,ended_by,end_reason_sealed,superseded_by}'::text[]) then
    raise exception 'an issued prescription is not changed' using errcode = '23514', constraint = 'prescriptions_fixed';
  end if;
  if old.status <> 'issued' or new.status = 'issued' or new.version <> old.version + 1 then
    raise exception 'an issued prescription ends once' using errcode = '23514', constraint = 'prescriptions_ends_once';
  end if;
  return new;
end $$;
create trigger prescriptions_fixed before update on prescriptions for each row execute function check_prescription_change();
create trigger prescriptions_kept before delete or truncate on prescriptions for each statement execute function refuse_change();

call grant_access('prescriptions', api => 'select', worker => 'select, insert, update');
call guard('prescriptions',
  reads => $$patient_id = (select scope_patient()) or id = any ((select scope_grant('prescription'))::uuid[])
    or (clinic_id = any ((select scope_clinics())::uuid[])
      and ((select scope_doctor()) is null or doctor_id = (select scope_doctor()) or id = any ((select scope_grant('ending'))::uuid[])
        or scope_treats(patient_id)))$$,
  writes => 'false');
