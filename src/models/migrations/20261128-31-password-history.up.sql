-- Hashes of passwords that a person has replaced, so that the last ones are not chosen again.
create table password_history (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users,
  password_hash text not null,
  replaced_at timestamptz not null
);
create index password_history_user on password_history (user_id, replaced_at desc);

call grant_access('password_history', api => 'select, insert, delete', worker => null);
call guard('password_history', $$user_id = (select scope_user()) or user_id = any ((select scope_grant('account'))::uuid[])$$);
