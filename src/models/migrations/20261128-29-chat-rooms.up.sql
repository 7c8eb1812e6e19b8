-- Where doctor and patient talk.
create table chat_rooms (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  appointment_id uuid not null unique references appointments,
  status text not null check (status in ('active', 'inactive', 'archived')),
  opens_at timestamptz not null,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  archived_at timestamptz
);

call grant_access('chat_rooms', api => 'select', worker => 'select, insert, update');
call guard('chat_rooms', $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from appointments a where a.id = appointment_id)$$);
