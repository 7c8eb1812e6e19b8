-- What patients are found by: keyed hashes of the beginnings of their names, and of their mail address, phone number, date of
-- birth and identifiers. Each hash is of one clinic: what another clinic has is neither found nor takes time.
create table patient_search_tokens (
  clinic_id uuid not null references clinics,
  token bytea not null,
  user_id uuid not null references users,
  -- Which key of ENCRYPTION_KEYS has hashed it.
  key_id text not null,
  primary key (clinic_id, token, user_id)
);
create index patient_search_tokens_user on patient_search_tokens (user_id);

call grant_access('patient_search_tokens', api => 'select, insert, delete', worker => null);
-- Whoever changes an account writes its tokens; the staff of its clinics search by them.
call guard('patient_search_tokens',
  reads => $$clinic_id = any ((select scope_clinics())::uuid[]) or user_id = (select scope_user()) or user_id = any ((select scope_grant('account'))::uuid[])$$,
  writes => $$user_id = (select scope_user()) or user_id = any ((select scope_grant('account'))::uuid[])$$);

-- A closed account is found no more, whoever closes it.
create function forget_search_tokens() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from patient_search_tokens where user_id = new.id;
  return null;
end $$;
create trigger users_closed after update of deleted_at on users for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function forget_search_tokens();
