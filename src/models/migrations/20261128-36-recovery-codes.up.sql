-- Codes on paper for who has lost the authenticator app; each works once.
create table recovery_codes (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users,
  -- The first characters, by which a code finds its row.
  selector text not null,
  -- Of the whole code, as slow as a password's.
  code_hash text not null,
  created_at timestamptz not null,
  used_at timestamptz,
  constraint recovery_codes_one_per_selector unique (user_id, selector)
);

call grant_access('recovery_codes', api => 'select, insert, update, delete', worker => null);
call guard('recovery_codes', $$user_id = (select scope_user()) or user_id = any ((select scope_grant('account'))::uuid[])$$);
