-- The signed copy of a prescription: the same bytes whenever somebody asks for them.
create table prescription_documents (
  prescription_id uuid primary key references prescriptions,
  -- In the store of documents.
  name text not null unique,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size integer not null check (size > 0),
  made_at timestamptz not null
);
create trigger prescription_documents_append_only before update or delete or truncate on prescription_documents
  for each statement execute function refuse_change();

call grant_access('prescription_documents', api => 'select', worker => 'select, insert');
call guard('prescription_documents', reads => $$exists (select 1 from prescriptions p where p.id = prescription_id)$$, writes => 'false');
