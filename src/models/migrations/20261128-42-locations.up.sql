-- Where a clinic works. A doctor's provider number belongs to one.
create table locations (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  name text not null,
  -- `{line1, line2, suburb, state, postcode, country}`
  address jsonb not null,
  phone text,
  -- Null: the clinic's.
  timezone text,
  -- `[{day, from, to}]` on the wall of its zone.
  opening_hours jsonb not null default '[]',
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index locations_clinic on locations (clinic_id, created_at, id);

call grant_access('locations', api => 'select, insert, update, delete', worker => 'select');
-- Where a clinic is and when it is open is said to whoever looks for one.
call guard('locations',
  reads => $$clinic_id = any ((select scope_home())::uuid[]) or (select scope_grant('clinics')) <> '{}'$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);

create table departments (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  name text not null,
  location_id uuid references locations on delete set null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint departments_name unique (clinic_id, name)
);
create index departments_location on departments (location_id);

call grant_access('departments', api => 'select, insert, update, delete', worker => 'select');
call guard('departments',
  reads => $$clinic_id = any ((select scope_home())::uuid[]) or (select scope_grant('clinics')) <> '{}'$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);

-- Who works in which department.
create table department_members (
  department_id uuid references departments on delete cascade,
  membership_id uuid references memberships,
  clinic_id uuid not null references clinics,
  primary key (department_id, membership_id)
);
create index department_members_membership on department_members (membership_id);
create index department_members_clinic on department_members (clinic_id);

call grant_access('department_members', api => 'select, insert, delete', worker => 'select');
call guard('department_members', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
