-- Keys by which integrations act in a clinic. Of the secret only a hash is kept: it has 256 bits, so that a fast one does.
create table api_keys (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  name text not null,
  -- Permissions, as they are spelled in the matrix, and `prescriptions:dispense`.
  scopes text[] not null check (cardinality(scopes) > 0),
  secret_hash text not null,
  -- The secret before the last rotation, and until when it still works.
  previous_hash text,
  previous_until timestamptz,
  -- Addresses and networks that it may be used from; none: from everywhere.
  allowed_addresses text[] not null default '{}',
  created_by uuid not null references users,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- To the minute: a row per use would be written more often than anything else.
  last_used_at timestamptz,
  removed_at timestamptz,
  constraint api_keys_previous check ((previous_hash is null) = (previous_until is null)),
  constraint api_keys_end check (expires_at > created_at)
);
create index api_keys_clinic on api_keys (clinic_id, created_at desc, id desc);

call grant_access('api_keys', api => 'select, insert, update', worker => 'select');
-- Whoever sends a key opens that one key by its id, before it is known whose it is.
call guard('api_keys', $$clinic_id = any ((select scope_clinics())::uuid[]) or id::text = any ((select scope_grant('apikey'))::text[])$$);
