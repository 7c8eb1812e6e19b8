-- What a clinic publishes for its patients to read and accept. A version that is published never changes: the next one has
-- another name. Of a kind, the version that took effect last is the current one.
create table clinic_documents (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  kind text not null check (kind in ('privacy', 'terms', 'treatment')),
  version text not null,
  title text not null,
  -- Plain text.
  body text not null,
  effective_from timestamptz not null,
  published_by uuid not null references users,
  published_at timestamptz not null,
  constraint clinic_documents_version unique (clinic_id, kind, version)
);
create trigger clinic_documents_append_only before update or delete or truncate on clinic_documents
  for each statement execute function refuse_change();

call grant_access('clinic_documents', api => 'select, insert', worker => 'select');
-- Whoever looks for a clinic, or is about to join it, reads them.
call guard('clinic_documents',
  reads => $$clinic_id = any ((select scope_home())::uuid[]) or (select scope_grant('clinics')) <> '{}'
    or clinic_id = any ((select scope_grant('clinic'))::uuid[])$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);
