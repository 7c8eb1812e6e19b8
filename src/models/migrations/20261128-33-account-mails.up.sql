-- Mails about accounts, each sent once. Whoever changes an account adds the row in the same transaction; a workflow
-- sends it.
create table account_mails (
  id uuid primary key,
  -- Null while nobody has the account yet: its mailbox has not answered.
  user_id uuid references users,
  -- The one that the mail speaks for; null before an installation has any.
  clinic_id uuid references clinics,
  kind text not null check (kind in ('email_verification', 'account_exists', 'password_reset', 'security_notice',
    'verification_expiring', 'break_glass', 'questionnaire_due', 'invitation', 'join_request')),
  -- Found by its keyed hash.
  recipient_sealed text not null,
  recipient_hash text not null,
  -- What it says, with its one-time link; emptied as soon as the mail is out, so that no link is kept.
  content_sealed text,
  subject text,
  state text not null check (state in ('waiting', 'sent', 'refused')),
  message_id text not null unique,
  created_at timestamptz not null,
  sent_at timestamptz,
  smtp_response text,
  constraint account_mails_content check ((state = 'waiting') = (content_sealed is not null))
);
create index account_mails_user on account_mails (user_id, created_at desc);
create index account_mails_clinic on account_mails (clinic_id, created_at desc, id desc);
create index account_mails_waiting on account_mails (created_at) where state = 'waiting';

call grant_access('account_mails', api => 'select, insert', worker => 'select, insert, update');
-- Whatever the API does may have a mail to send. One that waits holds its link: only its own person's scope sees it; what is out
-- is shown to the clinic that it spoke for.
call guard('account_mails', reads => $$user_id = (select scope_user()) or (state <> 'waiting' and clinic_id = any ((select scope_clinics())::uuid[]))$$, writes => $$(select scope_kind()) is not null$$);
