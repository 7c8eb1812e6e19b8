-- Logins: one row each, ended by revoking it.
create table sessions (
  id uuid primary key,
  user_id uuid not null references users,
  refresh_hash text not null,
  user_agent text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  -- Where the login came from.
  address text
);
create index sessions_user on sessions (user_id) where revoked_at is null;

call grant_access('sessions', api => 'select, insert, update', worker => 'select');
