drop function drug_hits;
drop table drug_terms;
drop extension pg_trgm;
