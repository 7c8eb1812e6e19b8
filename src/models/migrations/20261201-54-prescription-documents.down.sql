drop table prescription_documents;
