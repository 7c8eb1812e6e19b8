-- The sign-in history of an account: attempts that succeeded, and those that failed.
create table sign_ins (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users,
  happened_at timestamptz not null,
  succeeded boolean not null,
  method text not null check (method in ('password', 'google')),
  -- The session that it opened.
  session_id uuid references sessions,
  address text,
  user_agent text,
  constraint sign_ins_session check (succeeded = (session_id is not null))
);
create index sign_ins_user on sign_ins (user_id, happened_at desc, id desc);

call grant_access('sign_ins', api => 'select, insert', worker => 'select');
-- Whoever tries to sign in leaves a row, and reads none back but the own ones.
call guard('sign_ins', reads => $$user_id = (select scope_user())$$, writes => $$(select scope_kind()) is not null$$);
