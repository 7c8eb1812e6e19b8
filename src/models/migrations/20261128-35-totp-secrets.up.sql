-- Authenticator apps that make codes (TOTP, RFC 6238). A person has one that counts, and at most one that waits for its first code.
create table totp_secrets (
  id uuid primary key,
  user_id uuid not null references users,
  secret_sealed text not null,
  created_at timestamptz not null,
  -- When its first code was given; null while it waits for it.
  confirmed_at timestamptz,
  -- The time step of the last code that was used: neither it nor an earlier one is taken again.
  last_step bigint
);
create unique index totp_secrets_confirmed on totp_secrets (user_id) where confirmed_at is not null;
create unique index totp_secrets_waiting on totp_secrets (user_id) where confirmed_at is null;

call grant_access('totp_secrets', api => 'select, insert, update, delete', worker => null);
call guard('totp_secrets', $$user_id = (select scope_user()) or user_id = any ((select scope_grant('account'))::uuid[])$$);
