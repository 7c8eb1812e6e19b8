drop function clinic_specialties;
drop table patient_profiles, doctor_profiles;
