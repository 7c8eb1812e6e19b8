drop table signing_certificates;
