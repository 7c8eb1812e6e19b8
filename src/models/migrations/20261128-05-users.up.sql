-- Accounts. Names, addresses and phones are sealed. What a person may do stands in their memberships.
create table users (
  id uuid primary key,
  -- Keyed hash of the lower-cased address: found by it, never read from it.
  email_hash text not null unique,
  email_sealed text not null,
  password_hash text not null,
  -- When the person chose it; a hash that is renewed at a sign-in leaves it.
  password_changed_at timestamptz not null default now(),
  first_name_sealed text not null,
  last_name_sealed text not null,
  phone_sealed text,
  timezone text not null default 'Australia/Sydney',
  is_active boolean not null default true,
  email_verified_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);

call grant_access('users', api => 'select, insert, update', worker => 'select');
