-- Who checks a patient in records where they are, their consent and their phone: whoever may check them in, for this one visit, which
-- the transaction opens by the grant `consultation`.
call unguard('consultations');
call guard('consultations',
  reads => $$appointment_id = any ((select scope_grant('consultation'))::uuid[]) or exists (select 1 from appointments a where a.id = appointment_id
    and (a.patient_id = (select scope_patient()) or (a.doctor_id = (select scope_doctor()) and a.clinic_id = any ((select scope_clinics())::uuid[]))))$$,
  writes => $$(appointment_id = any ((select scope_grant('consultation'))::uuid[]) and exists (select 1 from appointments a where a.id = appointment_id))
    or exists (select 1 from appointments a where a.id = appointment_id
    and a.doctor_id = (select scope_doctor()) and a.clinic_id = any ((select scope_clinics())::uuid[]))$$);
