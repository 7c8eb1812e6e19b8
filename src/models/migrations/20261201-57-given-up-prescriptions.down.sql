drop table given_up_prescriptions;
