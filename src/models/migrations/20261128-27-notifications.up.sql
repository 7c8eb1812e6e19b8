-- Messages to patients and doctors, each sent once.
create table notifications (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  -- What it is about.
  subject_id uuid not null references subjects,
  user_id uuid not null references users,
  version integer not null,
  kind text not null,
  -- Tells messages of one kind apart: which reminder, which refund, which resending.
  occurrence text not null default '',
  channel text not null check (channel in ('email', 'sms')),
  state text not null check (state in ('sending', 'sent', 'refused', 'suppressed')),
  message_id text not null unique,
  attempts integer not null default 1,
  claimed_at timestamptz not null,
  sent_at timestamptz,
  -- Why it was refused or suppressed.
  reason text,
  -- The mail server's last answer, also while sending is still tried; addresses in it are left out.
  smtp_response text,
  subject text,
  -- The address or number that it went to, also after the patient has another one; found by its keyed hash.
  recipient_sealed text not null,
  recipient_hash text not null,
  -- What the mail carries for the patient's calendar; null once it is certain that no server took it.
  calendar_method text check (calendar_method in ('REQUEST', 'CANCEL')),
  constraint notifications_once unique (subject_id, version, kind, occurrence, channel)
);
create index notifications_clinic on notifications (clinic_id, claimed_at desc, id desc);
create index notifications_user on notifications (user_id, claimed_at desc);

call grant_access('notifications', api => 'select', worker => 'select, insert, update');
call guard('notifications', $$clinic_id = any ((select scope_clinics())::uuid[]) or user_id = (select scope_user())$$);
