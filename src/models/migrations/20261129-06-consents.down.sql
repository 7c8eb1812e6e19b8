drop function lacking_documents;
drop table consents;
drop function keep_consent;
