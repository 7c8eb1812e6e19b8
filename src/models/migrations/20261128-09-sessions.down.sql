drop table sessions;
drop table devices;
