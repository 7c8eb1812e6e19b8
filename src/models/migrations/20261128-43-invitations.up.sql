-- Invitations to work at a clinic, each with a link that was mailed.
create table invitations (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  email_hash text not null,
  email_sealed text not null,
  role text not null check (role in ('admin', 'doctor', 'receptionist', 'nurse', 'accountant')),
  department_ids uuid[] not null default '{}',
  invited_by uuid not null references users,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);
create index invitations_clinic on invitations (clinic_id, created_at, id);

call grant_access('invitations', api => 'select, insert, update (accepted_at, revoked_at)', worker => 'select');
-- `invitation` opens the one whose link somebody holds.
call guard('invitations', $$clinic_id = any ((select scope_clinics())::uuid[]) or id = any ((select scope_grant('invitation'))::uuid[])$$);

-- Who accepts one comes to work in its departments.
create policy api_enters on department_members for insert to keepwell_api with check (
  (select scope_grant('invitation')) is not null and exists (select 1 from memberships m
    where m.id = membership_id and m.clinic_id = department_members.clinic_id and m.user_id = any ((select scope_grant('account'))::uuid[])));

-- Whether somebody belongs to another clinic, too, or looks after the platform: then an admin here does not close their account.
create function belongs_elsewhere(person uuid, clinic uuid) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
    select exists (select 1 from memberships m where m.user_id = person and m.clinic_id is distinct from clinic and m.status <> 'ended') $$;

-- How people of the scope's clinics sign in: whether with a second factor, and when last.
create function sign_in_facts(people uuid[]) returns table (user_id uuid, mfa_enabled boolean, last_login_at timestamptz) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
    select p, exists (select 1 from totp_secrets t where t.user_id = p and t.confirmed_at is not null),
           (select max(s.created_at) from sessions s where s.user_id = p)
      from unnest(people) as p
     where exists (select 1 from memberships m where m.user_id = p and m.clinic_id = any ((select scope_clinics())::uuid[])) $$;
