-- Forms that a clinic asks its patients to fill in. A change is a next version: answers stay with the one that was answered.
create table questionnaires (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  -- The latest version, which is asked from now on.
  version integer not null check (version > 0),
  created_at timestamptz not null,
  retired_at timestamptz
);
create index questionnaires_clinic on questionnaires (clinic_id, created_at, id);

call grant_access('questionnaires', api => 'select, insert, update (version, retired_at)', worker => 'select');
call guard('questionnaires',
  reads => $$clinic_id = any ((select scope_home())::uuid[])$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);

create table questionnaire_versions (
  questionnaire_id uuid not null references questionnaires,
  version integer not null check (version > 0),
  clinic_id uuid not null references clinics,
  title text not null,
  purpose text not null check (purpose in ('before_visit', 'registration')),
  -- Only before visits of these types; empty: before every visit.
  consultation_types text[] not null default '{}',
  -- How long before the start it is due.
  due_before_ms bigint not null check (due_before_ms >= 0),
  items jsonb not null,
  bands jsonb not null,
  created_by uuid not null references users,
  created_at timestamptz not null,
  primary key (questionnaire_id, version)
);
create index questionnaire_versions_clinic on questionnaire_versions (clinic_id);
create trigger questionnaire_versions_append_only before update or delete or truncate on questionnaire_versions
  for each statement execute function refuse_change();

call grant_access('questionnaire_versions', api => 'select, insert', worker => 'select');
call guard('questionnaire_versions',
  reads => $$clinic_id = any ((select scope_home())::uuid[])$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);

-- One form of one visit, drafts included.
create table questionnaire_answers (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  patient_id uuid not null references users,
  appointment_id uuid not null references appointments,
  questionnaire_id uuid not null,
  version integer not null,
  -- Answers, score, band and alerts: all of it is medical.
  answers_sealed text not null,
  is_final boolean not null,
  updated_at timestamptz not null,
  constraint questionnaire_answers_once unique (appointment_id, questionnaire_id),
  constraint questionnaire_answers_version foreign key (questionnaire_id, version) references questionnaire_versions
);
create index questionnaire_answers_patient on questionnaire_answers (patient_id, questionnaire_id);
create index questionnaire_answers_clinic on questionnaire_answers (clinic_id);

call grant_access('questionnaire_answers', api => 'select, insert, update (answers_sealed, is_final, updated_at)', worker => 'select');
-- The patient writes, nobody else.
call guard('questionnaire_answers',
  reads => $$clinic_id = any ((select scope_clinics())::uuid[]) or patient_id = (select scope_patient())$$,
  writes => $$patient_id = (select scope_patient())$$);

-- Of which forms a patient was reminded: once for each visit.
create table questionnaire_reminders (
  appointment_id uuid not null references appointments,
  questionnaire_id uuid not null references questionnaires,
  clinic_id uuid not null references clinics,
  mail_id uuid not null references account_mails,
  reminded_at timestamptz not null,
  primary key (appointment_id, questionnaire_id)
);
create index questionnaire_reminders_clinic on questionnaire_reminders (clinic_id);

call grant_access('questionnaire_reminders', api => 'select', worker => 'select, insert');
call guard('questionnaire_reminders', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
