drop function analyze_drug_imports;
drop table drug_import_rows;
