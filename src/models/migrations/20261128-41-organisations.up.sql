-- Several clinics that belong together. Who works for all of them is a member of each, in the same role.
create table organisations (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null default now(),
  constraint organisations_name unique (name)
);
alter table clinics add column organisation_id uuid references organisations;
create index clinics_organisation on clinics (organisation_id);

call grant_access('organisations', api => 'select, insert', worker => 'select');
grant update (organisation_id) on clinics to keepwell_api;
call guard('organisations', $$(select scope_kind()) = 'platform'$$);

-- Who works at every clinic of an organisation, and as what.
create table organisation_members (
  id uuid primary key,
  organisation_id uuid not null references organisations,
  user_id uuid not null references users,
  role text not null check (role in ('admin', 'doctor', 'receptionist', 'nurse', 'accountant')),
  created_at timestamptz not null,
  -- Null while the person works there.
  ended_at timestamptz
);
create unique index organisation_members_one on organisation_members (organisation_id, user_id) where ended_at is null;
create index organisation_members_user on organisation_members (user_id);

call grant_access('organisation_members', api => 'select, insert, update (ended_at)', worker => 'select');
call guard('organisation_members', $$(select scope_kind()) = 'platform'$$);

-- The membership of a clinic that somebody has by being a member of its organisation.
alter table memberships add column organisation_member_id uuid references organisation_members;
create index memberships_organisation on memberships (organisation_member_id) where organisation_member_id is not null;
-- Whoever looks after the platform says who works for an organisation, and sees no other membership.
create policy api_of_organisations on memberships to keepwell_api
  using (organisation_member_id is not null and (select scope_kind()) = 'platform')
  with check (organisation_member_id is not null and (select scope_kind()) = 'platform');
