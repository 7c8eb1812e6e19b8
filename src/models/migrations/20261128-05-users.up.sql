-- Accounts. Names, addresses and phones are sealed.
create table users (
  id uuid primary key,
  -- Keyed hash of the lower-cased address: found by it, never read from it.
  email_hash text not null unique,
  email_sealed text not null,
  password_hash text not null,
  role text not null check (role in ('admin', 'doctor', 'patient', 'receptionist', 'nurse', 'accountant')),
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
