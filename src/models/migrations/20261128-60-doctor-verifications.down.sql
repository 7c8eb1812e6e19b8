drop table doctor_standings;
drop table doctor_verifications;
