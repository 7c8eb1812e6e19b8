drop table clinics;
