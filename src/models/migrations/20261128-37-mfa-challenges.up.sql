-- Sign-ins whose first proof was good and that wait for a second factor, or for one to be set up. The token that stands for
-- one is signed and names its id; that it works for ten minutes, five tries and one sign-in is decided here, for all processes.
create table mfa_challenges (
  id uuid primary key,
  user_id uuid not null references users,
  -- The one that the session will act in.
  membership_id uuid not null references memberships,
  purpose text not null check (purpose in ('verify', 'set_up')),
  -- How the person signed in.
  method text not null check (method in ('password', 'google')),
  remembered boolean not null,
  -- What the device has from an earlier sign-in.
  device_token_sealed text,
  tries integer not null default 0 check (tries between 0 and 5),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  spent_at timestamptz
);
create index mfa_challenges_user on mfa_challenges (user_id) where spent_at is null;
create index mfa_challenges_expired on mfa_challenges (expires_at);

call grant_access('mfa_challenges', api => 'select, insert, update', worker => 'select, delete');
call guard('mfa_challenges', $$user_id = (select scope_user()) or user_id = any ((select scope_grant('account'))::uuid[])$$);
