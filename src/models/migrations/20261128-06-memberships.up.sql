-- Who works or is treated where, and as what. A person has one at each clinic and acts in one at a time.
create table memberships (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users,
  -- Null for who administers the installation.
  clinic_id uuid references clinics,
  role text not null
    check (role in ('admin', 'doctor', 'patient', 'receptionist', 'nurse', 'accountant', 'platform_admin')),
  -- Only an active one can be acted in; one that has ended stays, because sessions and audit rows name it.
  status text not null default 'active' check (status in ('active', 'suspended', 'ended')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- When it was last chosen: the next sign-in acts in it.
  activated_at timestamptz,
  constraint memberships_place check ((role = 'platform_admin') = (clinic_id is null)),
  constraint memberships_one_per_clinic unique nulls not distinct (user_id, clinic_id)
);
create index memberships_clinic on memberships (clinic_id, role);

call grant_access('memberships', api => 'select, insert, update', worker => 'select');
-- The own ones, the clinic's for its staff, its doctors for everybody there. A person becomes a patient by themselves.
call guard('memberships',
  reads => $$clinic_id = any ((select scope_clinics())::uuid[]) or user_id = (select scope_user())
    or (role = 'doctor' and clinic_id = any ((select scope_home())::uuid[])) or user_id = any ((select scope_grant('person'))::uuid[])$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[]) or (user_id = (select scope_user()) and role = 'patient') or user_id = any ((select scope_grant('account'))::uuid[])$$);

-- Whoever acts in a membership notes it there, whichever clinic's it is, and changes nothing else.
create function is_same_membership(id uuid, clinic_id uuid, role text, status text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select 1 from memberships m where m.id = $1 and m.clinic_id is not distinct from $2 and m.role = $3 and m.status = $4) $$;
create policy api_updates_own on memberships for update to keepwell_api using (user_id = (select scope_user()))
  with check (user_id = (select scope_user()) and is_same_membership(id, clinic_id, role, status));

-- Those who acted on the patient's own appointments: a history names them.
create function scope_actors() returns uuid[] language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare patient uuid := scope_patient();
begin
  if patient is null then return null; end if;
  return array(select distinct h.actor_user_id from appointments a join status_history h on h.appointment_id = a.id
                where a.patient_id = patient);
end $$;

-- An account shows itself, to the staff of a clinic its people, and to patients who acted on their appointments. A mailbox that
-- is named finds its account, and no other.
call guard('users',
  reads => $$id = (select scope_user()) or id = any ((select scope_grant('person'))::uuid[])
    or id = any ((select scope_visit('patient'))::uuid[]) or email_hash = any ((select scope_grant('mailbox'))::text[])
    or exists (select 1 from memberships m where m.user_id = users.id and m.clinic_id = any ((select scope_clinics())::uuid[]))
    or id = any ((select scope_actors())::uuid[])$$,
  writes => $$id = (select scope_user()) or id = any ((select scope_grant('account'))::uuid[])
    or exists (select 1 from memberships m where m.user_id = users.id and m.clinic_id = any ((select scope_clinics())::uuid[]))$$);

-- The clinics of which the person is a member at all, active or not.
create function scope_own_clinics() returns uuid[] language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select array_agg(m.clinic_id) from memberships m where m.user_id = (select scope_user()) $$;
create policy api_also_reads on clinics for select to keepwell_api using (id = any ((select scope_own_clinics())::uuid[])
  or exists (select 1 from memberships m where m.clinic_id = clinics.id and m.user_id = any ((select scope_grant('person'))::uuid[])));

-- The doctors of the clinics that the person belongs to; with its owner's eyes, so that the rows of `memberships` are not judged
-- a second time.
create function scope_doctors() returns uuid[] language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select array_agg(m.user_id) from memberships m where m.role = 'doctor' and m.clinic_id = any ((select scope_home())::uuid[]) $$;

-- Who administers a clinic now: for whoever would leave it without any, and to tell them of something. Ids alone.
create function clinic_admins(clinic uuid) returns setof uuid language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
    select m.user_id from memberships m join users u on u.id = m.user_id
     where m.clinic_id = clinic and m.role = 'admin' and m.status = 'active' and u.is_active and u.deleted_at is null $$;
