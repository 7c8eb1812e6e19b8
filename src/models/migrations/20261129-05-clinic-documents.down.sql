drop table clinic_documents;
