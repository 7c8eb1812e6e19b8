drop table drug_versions;
