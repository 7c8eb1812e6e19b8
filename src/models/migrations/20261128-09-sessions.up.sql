-- From which devices an account has signed in: what comes from a known one is told to nobody, and counts for itself alone
-- when sign-ins fail.
create table devices (
  id uuid primary key,
  user_id uuid not null references users,
  -- Of the token that the device keeps, its hash alone.
  token_hash text not null unique,
  user_agent text,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- Since when it needs no second factor, for as many days as the account's clinics allow.
  trusted_at timestamptz
);
create index devices_user on devices (user_id);

call grant_access('devices', api => 'select, insert, update, delete', worker => null);
-- `mailbox` finds those of its account: a sign-in that fails is counted by its device.
call guard('devices', reads => $$user_id = (select scope_user()) or ((select scope_grant('mailbox')) is not null
    and exists (select 1 from users u where u.id = user_id and u.email_hash = any ((select scope_grant('mailbox'))::text[])))$$,
  writes => $$user_id = (select scope_user()) or user_id = any ((select scope_grant('account'))::uuid[])$$);

-- Logins: one row each, ended by revoking it.
create table sessions (
  id uuid primary key,
  user_id uuid not null references users,
  -- The one that the person acts in.
  membership_id uuid not null references memberships,
  device_id uuid references devices,
  -- How the person signed in.
  method text not null check (method in ('password', 'google')),
  -- What was given beside that, or stood for it; null where the account has no second factor.
  second_factor text check (second_factor in ('totp', 'recovery_code', 'trusted_device')),
  -- When the person last proved who they are.
  authenticated_at timestamptz not null,
  -- When a second factor was given last, at the sign-in or since; null: never in this session.
  factor_proved_at timestamptz,
  -- A session that is not remembered ends sooner when it is not used.
  remembered boolean not null,
  -- The only refresh token that is good, when it was issued, and the one before it: for a moment its owner gets the same
  -- pair again, because answers get lost and windows race.
  refresh_id uuid not null,
  refreshed_at timestamptz not null,
  previous_refresh_id uuid,
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
call guard('sessions', $$id = any ((select scope_grant('session'))::uuid[]) or user_id = any ((select scope_grant('account'))::uuid[])
  or user_id = (select scope_user())$$);
