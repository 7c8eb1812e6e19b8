drop table drug_imports;
