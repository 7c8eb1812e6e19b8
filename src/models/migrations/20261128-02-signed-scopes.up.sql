-- Which rows the API may see: each transaction carries a scope that the API has signed, and the policies of each table read
-- it. A setting can be set by any statement, a signature cannot be made by one: its key stands in a table that only the
-- owner of the schema can read. No scope, a forged one or an old one means no row.
create extension if not exists pgcrypto;

-- The key that signs scopes, derived from each key of ENCRYPTION_KEYS. Stored by `migrate`.
create table scope_keys (
  id text primary key,
  key bytea not null check (octet_length(key) = 32),
  -- Signs now; the others of the ring still verify.
  is_current boolean not null
);

-- The current key. Immutable, so that a session reads it once and keeps it in the plan of `scope_claim`; a session that has
-- kept an older one finds the new one in the table. The owner's alone.
create function scope_current_id() returns text language sql immutable
  return (select k.id from scope_keys k where k.is_current);
create function scope_current_key() returns bytea language sql immutable
  return (select k.key from scope_keys k where k.is_current);
revoke execute on function scope_current_id, scope_current_key from public;

-- One part of the scope of this transaction: 4 its kind, 5 the person, 6 clinics, 7 grants; null unless it is signed, has not
-- expired and is of one of these kinds. `app.scope` is `<key id>|<HMAC-SHA-256 in hex of what follows>|<expiry>|<kind>|<user>|<clinics>|<grants>`.
-- Its end is judged by the transaction's start: what began in time ends in time. One function, because each that is entered
-- costs as much as the signature itself.
create function scope_claim(place int, kinds text[]) returns text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  signed text := current_setting('app.scope', true);
  signer text := split_part(signed, '|', 1);
  signature text := split_part(signed, '|', 2);
  payload bytea;
begin
  if signed is null or signed = '' then return null; end if;
  payload := substr(convert_to(signed, 'UTF8'), length(signer) + length(signature) + 3);
  if (signer = scope_current_id() and encode(public.hmac(payload, scope_current_key(), 'sha256'), 'hex') = signature) is not true then
    -- Apart: an expression that reads a table is five times as dear, also where it need not read it.
    if not exists (select 1 from scope_keys k
                    where k.id = signer and encode(public.hmac(payload, k.key, 'sha256'), 'hex') = signature) then
      return null;
    end if;
  end if;
  if to_timestamp(split_part(signed, '|', 3)::float8) < now() or split_part(signed, '|', 4) <> all (kinds) then return null; end if;
  return split_part(signed, '|', place);
end $$;

-- What policies read, each once for a statement: `column = any ((select scope_clinics())::uuid[])`.
-- `staff`, `doctor` (who is of the staff, too), `patient`, `platform` or `service`; null without a scope.
create function scope_kind() returns text language sql stable
  return scope_claim(4, '{staff,doctor,patient,platform,service}');
-- The person, whoever it is.
create function scope_user() returns uuid language sql stable
  return scope_claim(5, '{staff,doctor,patient,platform}')::uuid;
-- The person as a patient.
create function scope_patient() returns uuid language sql stable
  return scope_claim(5, '{patient}')::uuid;
-- The person as a doctor.
create function scope_doctor() returns uuid language sql stable
  return scope_claim(5, '{doctor}')::uuid;
-- The clinics whose rows somebody of the staff may see.
create function scope_clinics() returns uuid[] language sql stable
  return string_to_array(scope_claim(6, '{staff,doctor}'), ',')::uuid[];
-- The clinics that the person belongs to, as staff or as patient.
create function scope_home() returns uuid[] language sql stable
  return string_to_array(scope_claim(6, '{staff,doctor,patient}'), ',')::uuid[];
-- What the scope opens beside that: the values of one grant, such as the appointment of a payment link.
create function scope_grant(purpose text) returns text[] language sql stable
  return regexp_split_to_array(substring(scope_claim(7, '{staff,doctor,patient,platform,service}') from '(?:^|;)' || purpose || '=([^;]*)'), ',');

-- The `clinic`, `slot`, `doctor` or `patient` of the appointment that the scope opens; with its owner's eyes.
create function scope_visit(part text) returns uuid[] language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare visits uuid[] := scope_grant('appointment')::uuid[];
begin
  if visits is null then return null; end if;
  return array(select case part when 'clinic' then clinic_id when 'slot' then availability_id
                                when 'doctor' then doctor_id when 'patient' then patient_id end
                 from appointments where id = any (visits));
end $$;

-- For the migrations that follow. Forces row-level security upon a table: its owner and the worker see all of it, the API
-- reads the rows of `reads` and writes those of `writes`, which are the same when it is left out.
create procedure guard(target text, reads text, writes text default null) language plpgsql as $$
declare changes text := coalesce(writes, reads);
begin
  execute format('alter table %I enable row level security, force row level security', target);
  execute format('create policy owner on %I to %I using (true) with check (true)', target, current_user);
  execute format('create policy worker on %I to keepwell_worker using (true) with check (true)', target);
  execute format('create policy api_reads on %I for select to keepwell_api using (%s)', target, reads);
  execute format('create policy api_inserts on %I for insert to keepwell_api with check (%s)', target, changes);
  execute format('create policy api_updates on %I for update to keepwell_api using (%s) with check (%2$s)', target, changes);
  execute format('create policy api_deletes on %I for delete to keepwell_api using (%s)', target, changes);
end $$;

-- For the way back, where a later table's rows decide about an earlier one's.
create procedure unguard(target text) language plpgsql as $$
declare rule text;
begin
  for rule in select polname from pg_policy where polrelid = target::regclass loop
    execute format('drop policy %I on %I', rule, target);
  end loop;
  execute format('alter table %I no force row level security, disable row level security', target);
end $$;
