call unguard('consultations');
call guard('consultations',
  reads => $$exists (select 1 from appointments a where a.id = appointment_id
    and (a.patient_id = (select scope_patient()) or (a.doctor_id = (select scope_doctor()) and a.clinic_id = any ((select scope_clinics())::uuid[]))))$$,
  writes => $$exists (select 1 from appointments a where a.id = appointment_id
    and a.doctor_id = (select scope_doctor()) and a.clinic_id = any ((select scope_clinics())::uuid[]))$$);
