-- What doctors and patients say of themselves. The public entry of a doctor stays readable, identifiers are sealed.
create table doctor_profiles (
  user_id uuid primary key references users,
  first_name text not null,
  last_name text not null,
  specialty text,
  qualifications text,
  identifiers_sealed text,
  updated_at timestamptz not null default now()
);

call grant_access('doctor_profiles', api => 'select, insert, update', worker => 'select');

create table patient_profiles (
  user_id uuid primary key references users,
  details_sealed text,
  updated_at timestamptz not null default now()
);

call grant_access('patient_profiles', api => 'select, insert, update', worker => 'select');
