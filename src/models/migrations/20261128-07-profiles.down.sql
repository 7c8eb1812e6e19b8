drop table patient_profiles, doctor_profiles;
