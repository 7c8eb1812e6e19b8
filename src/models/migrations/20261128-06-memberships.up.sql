-- Who works or is treated at which clinic, and as what.
create table memberships (
  user_id uuid not null references users,
  clinic_id uuid not null references clinics,
  role text not null check (role in ('admin', 'doctor', 'patient', 'receptionist', 'nurse', 'accountant')),
  created_at timestamptz not null default now(),
  primary key (user_id, clinic_id)
);
create index memberships_clinic on memberships (clinic_id, role);

call grant_access('memberships', api => 'select, insert, update', worker => 'select');
