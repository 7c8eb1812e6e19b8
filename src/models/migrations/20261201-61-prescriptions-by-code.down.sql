drop policy api_reads on prescription_requests;
create policy api_reads on prescription_requests for select to keepwell_api using (
  patient_id = (select scope_patient()) or id = any ((select scope_grant('prescription'))::uuid[])
  or (clinic_id = any ((select scope_clinics())::uuid[])
    and ((select scope_doctor()) is null or doctor_id = (select scope_doctor()) or scope_treats(patient_id))));
drop function prescription_of_code;
