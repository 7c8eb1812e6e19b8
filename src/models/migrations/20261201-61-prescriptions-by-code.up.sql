-- The prescription of a verification code, for somebody without a login: by hashes that only the key ring makes. Whoever asks learns the id,
-- and what it is called that stands in its place; the rest is opened by the grant `prescription`.
create function prescription_of_code(hashes text[]) returns table (id uuid, number text, superseded_by_number text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select p.id, p.number, (select s.number from prescriptions s where s.id = p.superseded_by) from prescriptions p where p.code_hash = any (hashes)
$$;

-- With a prescription, what it was asked with: also where it is not the first one of its request.
drop policy api_reads on prescription_requests;
create policy api_reads on prescription_requests for select to keepwell_api using (
  patient_id = (select scope_patient())
  or id in (select p.request_id from prescriptions p where p.id = any ((select scope_grant('prescription'))::uuid[]))
  or (clinic_id = any ((select scope_clinics())::uuid[])
    and ((select scope_doctor()) is null or doctor_id = (select scope_doctor())
      or id in (select p.request_id from prescriptions p where p.id = any ((select scope_grant('ending'))::uuid[])) or scope_treats(patient_id))));
