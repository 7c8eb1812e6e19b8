drop table department_members;
drop table departments;
drop table locations;
