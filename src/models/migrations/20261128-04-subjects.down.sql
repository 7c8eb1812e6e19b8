drop table subjects;
