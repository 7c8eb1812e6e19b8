drop table drugs;
