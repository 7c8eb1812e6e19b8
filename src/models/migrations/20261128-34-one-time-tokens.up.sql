-- Links that work once, and what a front end exchanges for a session after a sign-in with Google. Of a token the database keeps its hash alone.
create table one_time_tokens (
  id uuid primary key default uuidv7(),
  purpose text not null check (purpose in ('verify', 'reset', 'setup', 'undo', 'invitation', 'sign_in')),
  -- Null for the address of an account that does not exist yet.
  user_id uuid references users,
  token_hash text not null unique,
  -- Keyed hash of the mailbox that the link went to.
  email_hash text not null,
  -- What it will do, where that is more than its purpose: an account to open, an address to take or to give back.
  details_sealed text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  spent_at timestamptz
);
create index one_time_tokens_user on one_time_tokens (user_id, purpose) where spent_at is null;
create index one_time_tokens_email on one_time_tokens (email_hash, purpose) where spent_at is null;
create index one_time_tokens_expired on one_time_tokens (expires_at);

call grant_access('one_time_tokens', api => 'select, insert, update', worker => 'select, delete');
-- `link` opens the one that somebody holds, `mailbox` and `person` those that are mailed to them.
call guard('one_time_tokens', $$token_hash = any ((select scope_grant('link'))::text[]) or email_hash = any ((select scope_grant('mailbox'))::text[])
  or user_id = any ((select scope_grant('account'))::uuid[]) or user_id = (select scope_user())$$);
