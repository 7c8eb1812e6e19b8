-- The register of Schedule 8 of a clinic and a period, and the patterns that maintenance looks for in it.
create index prescriptions_controlled on prescriptions (clinic_id, issued_on) where schedule = 'S8';
