-- By which person at which provider an account is signed in to. The provider's `sub` is the key, never a mail address.
create table oauth_identities (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users,
  provider text not null check (provider in ('google')),
  -- Keyed hash of provider and subject.
  subject_hash text not null unique,
  -- As the provider named it when it was linked; only to be shown.
  email_sealed text,
  linked_at timestamptz not null,
  last_used_at timestamptz,
  constraint oauth_identities_one_per_provider unique (user_id, provider)
);

call grant_access('oauth_identities', api => 'select, insert, update, delete', worker => null);
-- `identity` opens the one that the provider has just named.
call guard('oauth_identities', $$subject_hash = any ((select scope_grant('identity'))::text[]) or user_id = (select scope_user())
  or user_id = any ((select scope_grant('account'))::uuid[])$$);
